package main

import (
	"fmt"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// hall is everything that one run holds: rooms, members, posters, and the count of who has seen what.
type hall struct {
	plan    Plan
	run     string
	marker  []byte
	epoll   int
	events  []syscall.EpollEvent
	chunk   []byte
	members map[int]*socket
	// Takes a frame that a member has got, and how often members had something to read.
	hear func(s *socket, opcode byte, payload []byte)
	told int
	// Members by number, connected or not.
	numbered []*socket
	posters  map[int]*socket
	idle     []*socket
	// By room: the order in which its first member saw the messages.
	order  [][]int
	size   int
	posted int
	// By seq - 1: how many members have it, when it was due.
	seen []int
	due  []int64
	// Messages that all have, and deliveries.
	complete  int
	delivered int
	latencies []int64
	lasts     []int64
	isCounted bool
	wrong     []string
	filler    string
	connectMs float64
	// Of a storm: how often a member was turned away, and why the last time.
	isStorm   bool
	retries   int
	lastRetry string
}

// enter connects all members and the posters.
func enter(plan Plan) (*hall, error) {
	epoll, err := syscall.EpollCreate1(0)
	if err != nil {
		return nil, err
	}
	if len(plan.Rooms) == 0 {
		plan.Rooms = []string{""}
	}
	if plan.Opening == 0 {
		plan.Opening = 16
	}
	h := &hall{
		plan: plan, epoll: epoll, members: map[int]*socket{}, posters: map[int]*socket{}, run: strconv.FormatInt(nowNs(), 36),
		events: make([]syscall.EpollEvent, 256), chunk: make([]byte, 256*1024),
		order: make([][]int, len(plan.Rooms)), size: plan.Members / len(plan.Rooms),
	}
	if h.size*len(plan.Rooms) != plan.Members {
		return nil, fmt.Errorf("%d members do not fill %d rooms of one size", plan.Members, len(plan.Rooms))
	}
	for i, name := range plan.Rooms {
		plan.Rooms[i] = strings.ReplaceAll(name, "%RUN%", h.run)
	}
	h.marker = []byte("#" + h.run + ".")
	h.hear = h.understand
	h.filler = strings.Repeat("x", plan.BodyBytes)
	h.numbered = make([]*socket, plan.Members)
	for number := range h.numbered {
		h.numbered[number] = &socket{number: number}
	}
	start := time.Now()
	if err := h.openAll(plan.Opening, func() {}, func() {}); err != nil {
		return nil, err
	}
	h.connectMs = float64(time.Since(start).Microseconds()) / 1e3
	if plan.Poll != nil {
		if err := h.askAll(); err != nil {
			return nil, err
		}
	}
	if plan.Say != "" {
		return h, nil
	}
	for range plan.InFlight {
		fd, err := dial(plan.PostAddress)
		if err != nil {
			return nil, err
		}
		s := &socket{fd: fd}
		h.posters[fd] = s
		h.idle = append(h.idle, s)
		if err := h.watch(s, syscall.EPOLLIN); err != nil {
			return nil, err
		}
	}
	return h, nil
}

// roomOf is the room that a member is in.
func (h *hall) roomOf(member int) int { return member / h.size }

func (h *hall) watch(s *socket, events uint32) error {
	return syscall.EpollCtl(h.epoll, syscall.EPOLL_CTL_ADD, s.fd, &syscall.EpollEvent{Events: events, Fd: int32(s.fd)})
}

func (h *hall) complain(format string, words ...any) {
	if len(h.wrong) < 10 {
		h.wrong = append(h.wrong, fmt.Sprintf(format, words...))
	}
}

// measure warms up, counts, then waits until everything that was posted has been seen by everybody.
func (h *hall) measure() Result {
	begin := nowNs()
	count, end := begin+int64(h.plan.Warm*1e9), begin+int64((h.plan.Warm+h.plan.Seconds)*1e9)
	var cpuAt float64
	var countedAt, endedAt int64
	var before, after int
	for len(h.wrong) == 0 {
		now := nowNs()
		if countedAt == 0 && now >= count {
			h.isCounted, countedAt, before, cpuAt = true, now, h.delivered, cpuSeconds()
			fmt.Println(`{"mark":"begin"}`)
		}
		if endedAt == 0 && now >= end {
			h.isCounted, endedAt, after = false, now, h.delivered
			cpuAt = cpuSeconds() - cpuAt
			fmt.Println(`{"mark":"end"}`)
		}
		if endedAt != 0 && h.complete == h.posted && len(h.idle) == len(h.posters) {
			break
		}
		if endedAt != 0 && now > endedAt+15e9 {
			h.complain("%d of %d messages were not seen by everybody in 15 s", h.posted-h.complete, h.posted)
			break
		}
		if endedAt == 0 {
			h.postDue(begin, now)
		}
		n, err := syscall.EpollWait(h.epoll, h.events, 1)
		if err != nil && err != syscall.EINTR {
			h.complain("epoll: %v", err)
		}
		for i := range max(n, 0) {
			h.take(int(h.events[i].Fd))
		}
	}
	if len(h.wrong) > 0 {
		return Result{Posted: h.posted, Wrong: h.wrong}
	}
	sorted := sortedCopy(h.latencies)
	seconds := float64(endedAt-countedAt) / 1e9
	return Result{
		Posted: h.posted, Deliveries: after - before, Seconds: seconds, Busy: cpuAt / seconds, ConnectMs: h.connectMs, Wrong: h.wrong,
		P50ms: percentile(sorted, 0.5), P99ms: percentile(sorted, 0.99), LastP50ms: percentile(sortedCopy(h.lasts), 0.5),
	}
}

func (h *hall) take(fd int) {
	if poster, ok := h.posters[fd]; ok {
		h.answered(poster)
		return
	}
	s := h.members[fd]
	if s == nil {
		return
	}
	n, err := syscall.Read(fd, h.chunk)
	if err == syscall.EAGAIN {
		return
	}
	if n <= 0 {
		h.complain("a member's socket ended: %v", err)
		return
	}
	h.told++
	if h.plan.Poll != nil {
		s.in = append(s.in, h.chunk[:n]...)
		h.listen(s)
		return
	}
	h.understandAll(s, h.chunk[:n])
}

// digest understands what a member had read before it was its turn.
func (h *hall) digest(s *socket) {
	if len(s.in) > 0 {
		h.understandAll(s, nil)
	}
}

func (h *hall) understandAll(s *socket, in []byte) {
	if len(s.in) > 0 {
		s.in = append(s.in, in...)
		in = s.in
	}
	for {
		opcode, payload, rest, ok := h.plan.next(in)
		if !ok {
			break
		}
		in = rest
		h.hear(s, opcode, payload)
	}
	s.in = append(s.in[:0], in...)
}
