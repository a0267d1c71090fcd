package main

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// room is everything that one run holds: members, posters, and the count of who has seen what.
type room struct {
	plan    Plan
	run     string
	epoll   int
	members map[int]*socket
	posters map[int]*socket
	idle    []*socket
	posted  int
	// By seq - 1: how many members have it, when it was due.
	seen []int
	// The order in which the first member saw the messages.
	order     []int
	due       []int64
	complete  int
	delivered int
	latencies []int64
	isCounted bool
	wrong     []string
	filler    string
	connectMs float64
}

// enter connects all members (not timed) and the posters.
func enter(plan Plan) (*room, error) {
	epoll, err := syscall.EpollCreate1(0)
	if err != nil {
		return nil, err
	}
	r := &room{plan: plan, epoll: epoll, members: map[int]*socket{}, posters: map[int]*socket{}, run: strconv.FormatInt(nowNs(), 36)}
	r.filler = strings.Repeat("x", max(0, plan.BodyBytes-48))
	start := time.Now()
	for number := range plan.Members {
		s, err := member(plan, number)
		if err != nil {
			return nil, fmt.Errorf("member %d: %w", number, err)
		}
		r.members[s.fd] = s
		if err := r.watch(s); err != nil {
			return nil, err
		}
	}
	r.connectMs = float64(time.Since(start).Microseconds()) / 1e3
	for range plan.InFlight {
		fd, err := dial(plan.PostAddress)
		if err != nil {
			return nil, err
		}
		s := &socket{fd: fd}
		r.posters[fd] = s
		r.idle = append(r.idle, s)
		if err := r.watch(s); err != nil {
			return nil, err
		}
	}
	return r, nil
}

func (r *room) watch(s *socket) error {
	if err := syscall.SetNonblock(s.fd, true); err != nil {
		return err
	}
	return syscall.EpollCtl(r.epoll, syscall.EPOLL_CTL_ADD, s.fd, &syscall.EpollEvent{Events: syscall.EPOLLIN, Fd: int32(s.fd)})
}

// post sends the next message by an idle poster; `due` is when it should have been sent.
func (r *room) post(due int64) {
	poster := r.idle[len(r.idle)-1]
	r.idle = r.idle[:len(r.idle)-1]
	r.posted++
	r.seen = append(r.seen, 0)
	r.due = append(r.due, due)
	marker := fmt.Sprintf("#%s.%d#%s", r.run, r.posted, r.filler)
	body := strings.ReplaceAll(strings.ReplaceAll(r.plan.PostBody, "%BODY%", marker), "%NONCE%", r.run+"-"+strconv.Itoa(r.posted))
	var head strings.Builder
	fmt.Fprintf(&head, "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n", r.plan.PostPath, r.plan.PostAddress, len(body))
	for name, value := range r.plan.PostHeaders {
		fmt.Fprintf(&head, "%s: %s\r\n", name, value)
	}
	if bearers := r.plan.PostBearers; len(bearers) > 0 {
		fmt.Fprintf(&head, "Authorization: Bearer %s\r\n", bearers[poster.fd%len(bearers)])
	}
	if err := poster.write([]byte(head.String() + "\r\n" + body)); err != nil {
		r.complain("post: %v", err)
	}
}

func (r *room) complain(format string, words ...any) {
	if len(r.wrong) < 10 {
		r.wrong = append(r.wrong, fmt.Sprintf(format, words...))
	}
}

// measure warms up, counts, then waits until everything that was posted has been seen by everybody.
func (r *room) measure() Result {
	begin := nowNs()
	count, end := begin+int64(r.plan.Warm*1e9), begin+int64((r.plan.Warm+r.plan.Seconds)*1e9)
	events := make([]syscall.EpollEvent, 256)
	chunk := make([]byte, 256*1024)
	var cpuAt float64
	var countedAt, endedAt int64
	var before, after int
	for len(r.wrong) == 0 {
		now := nowNs()
		if countedAt == 0 && now >= count {
			r.isCounted, countedAt, before, cpuAt = true, now, r.delivered, cpuSeconds()
			fmt.Println(`{"mark":"begin"}`)
		}
		if endedAt == 0 && now >= end {
			r.isCounted, endedAt, after = false, now, r.delivered
			cpuAt = cpuSeconds() - cpuAt
			fmt.Println(`{"mark":"end"}`)
		}
		if endedAt != 0 && r.complete == r.posted {
			break
		}
		if endedAt != 0 && now > endedAt+15e9 {
			r.complain("%d of %d messages were not seen by everybody in 15 s", r.posted-r.complete, r.posted)
			break
		}
		if endedAt == 0 {
			r.postDue(begin, now)
		}
		n, err := syscall.EpollWait(r.epoll, events, 1)
		if err != nil && err != syscall.EINTR {
			r.complain("epoll: %v", err)
		}
		for i := range max(n, 0) {
			r.take(int(events[i].Fd), chunk)
		}
	}
	if len(r.wrong) > 0 {
		return Result{Posted: r.posted, Wrong: r.wrong}
	}
	sorted := sortedCopy(r.latencies)
	seconds := float64(endedAt-countedAt) / 1e9
	return Result{
		Posted: r.posted, Deliveries: after - before, Seconds: seconds, Busy: cpuAt / seconds,
		P50ms: percentile(sorted, 0.5), P99ms: percentile(sorted, 0.99), Wrong: r.wrong, ConnectMs: r.connectMs,
	}
}

func (r *room) postDue(begin, now int64) {
	if r.plan.Rate > 0 {
		for due := begin + int64(float64(r.posted)*1e9/r.plan.Rate); due <= now && len(r.idle) > 0; due = begin + int64(float64(r.posted)*1e9/r.plan.Rate) {
			r.post(due)
		}
		return
	}
	// Closed loop: under way until the last member has it, so a poster is free only then.
	for r.posted-r.complete < r.plan.InFlight && len(r.idle) > 0 {
		r.post(now)
	}
}

func (r *room) take(fd int, chunk []byte) {
	if poster, ok := r.posters[fd]; ok {
		r.answered(poster, chunk)
		return
	}
	s := r.members[fd]
	n, err := syscall.Read(fd, chunk)
	if err == syscall.EAGAIN {
		return
	}
	if n <= 0 {
		r.complain("a member's socket ended: %v", err)
		return
	}
	in := chunk[:n]
	if len(s.in) > 0 {
		s.in = append(s.in, in...)
		in = s.in
	}
	for {
		opcode, payload, rest, ok := frame(in)
		if !ok {
			break
		}
		in = rest
		r.understand(s, opcode, payload)
	}
	s.in = append(s.in[:0], in...)
}

// answered frees a poster when the whole HTTP answer is there (answers of our posts have a content-length).
func (r *room) answered(poster *socket, chunk []byte) {
	if _, err := poster.more(chunk); err != nil {
		if err != syscall.EAGAIN {
			r.complain("posting: %v", err)
		}
		return
	}
	end := bytes.Index(poster.in, []byte("\r\n\r\n"))
	if end < 0 {
		return
	}
	head := bytes.ToLower(poster.in[:end])
	at := bytes.Index(head, []byte("content-length: "))
	if at < 0 {
		r.complain("an answer without length: %.200s", poster.in)
		return
	}
	digits, _, _ := bytes.Cut(head[at+16:], []byte("\r"))
	length, _ := strconv.Atoi(string(digits))
	if len(poster.in) < end+4+length {
		return
	}
	body := poster.in[end+4 : end+4+length]
	if !bytes.HasPrefix(poster.in, []byte("HTTP/1.1 2")) || bytes.Contains(body, []byte(`"errors":`)) || bytes.Contains(body, []byte(`"userErrors":[{`)) {
		r.complain("a post was refused: %.300s", poster.in)
	}
	poster.in = poster.in[:0]
	r.idle = append(r.idle, poster)
}

// understand finds the marker of a message and checks that it is the next one for this member.
func (r *room) understand(s *socket, opcode byte, payload []byte) {
	if opcode == 9 {
		_ = s.write(masked(10, payload))
		return
	}
	start := bytes.IndexByte(payload, '#')
	if opcode != 1 || start < 0 {
		if opcode == 8 {
			r.complain("closed: %q", payload)
		}
		return
	}
	name, rest, _ := bytes.Cut(payload[start+1:], []byte("."))
	if string(name) != r.run {
		return
	}
	seq := 0
	for _, digit := range rest {
		if digit == '#' {
			break
		}
		seq = seq*10 + int(digit-'0')
	}
	if seq < 1 || seq > len(r.seen) {
		r.complain("seq %d was never posted", seq)
		return
	}
	if !r.isNext(s, seq) {
		return
	}
	r.delivered++
	r.seen[seq-1]++
	if r.seen[seq-1] == r.plan.Members {
		r.complete++
	}
	if r.isCounted {
		r.latencies = append(r.latencies, nowNs()-r.due[seq-1])
	}
}
