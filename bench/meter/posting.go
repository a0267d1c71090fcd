package main

import (
	"bytes"
	"cmp"
	"fmt"
	"strconv"
	"strings"
)

func (h *hall) postDue(begin, now int64) {
	if h.plan.Rate > 0 {
		next := func() int64 { return begin + int64(float64(h.posted)*1e9/h.plan.Rate) }
		for next() <= now && h.mayPost() {
			h.post(next())
		}
		return
	}
	// Closed loop: under way until the last member has it, so the next is posted only then.
	for h.posted-h.complete < h.plan.InFlight && h.mayPost() {
		h.post(now)
	}
}

// mayPost says whether somebody who posts is free.
func (h *hall) mayPost() bool { return h.plan.Say != "" || len(h.idle) > 0 }

// post sends the next message as a member of the next room; `due` is when it should have been sent.
func (h *hall) post(due int64) {
	number := h.posted
	room := number % len(h.plan.Rooms)
	member := room*h.size + number/len(h.plan.Rooms)%h.size
	if h.plan.Storm != nil {
		member = 0
	}
	h.posted++
	h.seen = append(h.seen, 0)
	h.due = append(h.due, due)
	body := fmt.Sprintf("#%s.%d#", h.run, h.posted)
	fill := strings.NewReplacer(
		"%BODY%", body+h.filler[:max(0, h.plan.BodyBytes-len(body))],
		"%NONCE%", h.run+"-"+strconv.Itoa(h.posted),
		"%ROOM%", h.plan.Rooms[room],
	)
	h.sayAs(member, fill)
}

// sayAs writes what a member posts: on its own socket, or by HTTP on one that is idle.
func (h *hall) sayAs(member int, fill *strings.Replacer) {
	if h.plan.Say != "" {
		if err := h.numbered[member].write(h.plan.framed(fill.Replace(h.plan.Say))); err != nil {
			h.complain("say: %v", err)
		}
		return
	}
	poster := h.idle[len(h.idle)-1]
	h.idle = h.idle[:len(h.idle)-1]
	request := h.request(fill.Replace(h.plan.PostPath), fill.Replace(h.plan.PostBody), h.bearer(member))
	if err := poster.write(request); err != nil {
		h.complain("post: %v", err)
	}
}

func (h *hall) request(path, body, bearer string) []byte {
	var head strings.Builder
	method := cmp.Or(h.plan.PostMethod, "POST")
	fmt.Fprintf(&head, "%s %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n", method, path, h.plan.PostAddress, len(body))
	for name, value := range h.plan.PostHeaders {
		fmt.Fprintf(&head, "%s: %s\r\n", name, value)
	}
	if bearer != "" {
		fmt.Fprintf(&head, "Authorization: Bearer %s\r\n", bearer)
	}
	return []byte(head.String() + "\r\n" + body)
}

// answered frees a poster when the whole HTTP answer is there.
func (h *hall) answered(poster *socket) {
	if err := poster.more(h.chunk); err != nil {
		h.complain("posting: %v", err)
		return
	}
	status, body, _, ok, err := answer(poster.in)
	if err != nil {
		h.complain("posting: %v", err)
	}
	if !ok {
		return
	}
	if !strings.HasPrefix(status, "HTTP/1.1 2") || bytes.Contains(body, []byte(`"errors":`)) || bytes.Contains(body, []byte(`"userErrors":[{`)) {
		h.complain("a post was refused: %.300s", poster.in)
	}
	poster.in = poster.in[:0]
	h.idle = append(h.idle, poster)
}
