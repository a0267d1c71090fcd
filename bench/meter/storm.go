package main

import (
	"bytes"
	"fmt"
	"syscall"
	"time"
)

// Storm says what everybody goes through once they follow: dropped together, back together.
type Storm struct {
	// The handshake of those who come back; besides the usual, what was remembered is replaced.
	Script []Step `json:"script"`
	// What a member remembers of what it reads, by its placeholder; the last one counts.
	Remember map[string]Between `json:"remember"`
	// Whether what was posted while a member was away has to reach it. Otherwise it is counted as missed.
	IsResumed bool `json:"isResumed"`
}

// Between is where a value stands in a frame.
type Between struct {
	After string `json:"after"`
	Until string `json:"until"`
}

const (
	// Messages that are posted before the storm, while all are away, and when all are back.
	stormMessages = 3
	// How long they are away: a server has noticed by then.
	awayNs = 2e9
	// How far apart messages are posted while they come back.
	beatNs = 1e9
	// How long a member waits that was turned away.
	retryNs = 1e9
	// How long the last message may take to everybody.
	patienceNs = 20e9
)

// storm drops all members at once, posts while they are away, and lets all of them come back at once, a message a second going on.
// Messages are posted one after the other, so that their order is that of their numbers.
func (h *hall) storm() Result {
	h.tell(stormMessages)
	h.untilAllHave()
	h.drop()
	h.tell(stormMessages)
	for back := nowNs() + awayNs; nowNs() < back && len(h.wrong) == 0; {
		h.turn()
	}
	if len(h.wrong) > 0 {
		return Result{Posted: h.posted, Wrong: h.wrong}
	}
	fmt.Println(`{"mark":"begin"}`)
	cpu, begin, next := cpuSeconds(), nowNs(), nowNs()
	h.isStorm = true
	var back []int64
	if script := h.plan.Storm.Script; script != nil {
		h.plan.Script = script
	}
	err := h.openAll(h.plan.Members, func() {
		if nowNs() >= next && h.mayPost() {
			h.post(nowNs())
			next += beatNs
		}
	}, func() { back = append(back, nowNs()-begin) })
	took := nowNs() - begin
	cpu = cpuSeconds() - cpu
	fmt.Println(`{"mark":"end"}`)
	if err != nil {
		h.complain("coming back: %v", err)
	}
	h.tell(stormMessages)
	h.untilAllHave()
	h.checkStorm()
	seconds := time.Duration(took).Seconds()
	sorted := sortedCopy(back)
	return Result{
		Posted: h.posted, Deliveries: h.delivered, Seconds: seconds, Busy: cpu / seconds, ConnectMs: h.connectMs, Wrong: h.wrong,
		BackMs: seconds * 1e3, BackP50ms: percentile(sorted, 0.5), Missed: h.posted*h.plan.Members - h.delivered,
		Retries: h.retries, LastRetry: h.lastRetry,
	}
}

// tell posts messages, each when the one before it was answered.
func (h *hall) tell(count int) {
	for range count {
		for !h.mayPost() && len(h.wrong) == 0 {
			h.turn()
		}
		if len(h.wrong) > 0 {
			return
		}
		h.post(nowNs())
	}
}

func (h *hall) untilAllHave() {
	deadline := nowNs() + patienceNs
	for len(h.wrong) == 0 && h.seen[h.posted-1] < h.size {
		if nowNs() > deadline {
			h.complain("%d of %d have the last message after %d s", h.seen[h.posted-1], h.size, int(patienceNs/1e9))
			return
		}
		h.turn()
	}
}

// turn takes what comes within a moment.
func (h *hall) turn() {
	n, err := syscall.EpollWait(h.epoll, h.events, 5)
	if err != nil && err != syscall.EINTR {
		h.complain("epoll: %v", err)
	}
	for i := range max(n, 0) {
		h.take(int(h.events[i].Fd))
	}
}

// drop ends all connections without a word, as when what stands in front of the server dies. Where members post on their own socket,
// the first one stays and posts.
func (h *hall) drop() {
	for _, s := range h.numbered {
		if !h.isSpeaker(s) {
			h.cut(s)
		}
	}
}

// cut ends a member's connection; what it has seen and remembers stays.
func (h *hall) cut(s *socket) {
	_ = syscall.SetsockoptLinger(s.fd, syscall.SOL_SOCKET, syscall.SO_LINGER, &syscall.Linger{Onoff: 1})
	_ = syscall.Close(s.fd)
	delete(h.members, s.fd)
	*s = socket{number: s.number, lastSeq: s.lastSeq, kept: s.kept}
}

// tryAgain lets a member that was turned away in a storm come again a second later, as every client does. False: it is no storm yet.
func (h *hall) tryAgain(s *socket, why error) bool {
	if !h.isStorm {
		return false
	}
	h.retries++
	h.lastRetry = why.Error()
	h.cut(s)
	s.dialAt = nowNs() + retryNs
	return true
}

func (h *hall) isSpeaker(s *socket) bool {
	return h.plan.Storm != nil && h.plan.Say != "" && s.number == 0
}

// isLater checks what a member may see in a storm: no message twice, none before one that was posted earlier, and, where
// everything has to reach it, none left out.
func (h *hall) isLater(s *socket, seq int) bool {
	if seq <= s.lastSeq || (h.plan.Storm.IsResumed && seq != s.lastSeq+1) {
		h.complain("a member saw %d after %d", seq, s.lastSeq)
		return false
	}
	s.lastSeq = seq
	if seq > s.openSince {
		s.heardSince++
	}
	return true
}

// checkStorm: whatever was posted when a member followed again has to have reached it.
func (h *hall) checkStorm() {
	for _, s := range h.members {
		if wanted := h.posted - s.openSince; s.heardSince != wanted {
			h.complain("member %d heard %d of the %d messages since it was back", s.number, s.heardSince, wanted)
		}
	}
}

// remember keeps what a member needs to come back.
func (h *hall) remember(s *socket, payload []byte) {
	if h.plan.Storm == nil {
		return
	}
	for name, between := range h.plan.Storm.Remember {
		at := bytes.LastIndex(payload, []byte(between.After))
		if at < 0 {
			continue
		}
		value, _, isWhole := bytes.Cut(payload[at+len(between.After):], []byte(between.Until))
		if !isWhole {
			continue
		}
		if s.kept == nil {
			s.kept = map[string]string{}
		}
		s.kept[name] = string(value)
	}
}
