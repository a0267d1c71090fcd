package main

import (
	"bytes"
	"fmt"
	"net/url"
	"strings"
)

// Poll is how a member follows its room where nothing is pushed: it asks by HTTP, is answered when there is something new or time is
// up, and asks again from there. It has no script, and a connection of its own.
type Poll struct {
	// The path that is asked once in the handshake, and the one that is asked from then on, in which %SINCE% is replaced.
	First string `json:"first"`
	Again string `json:"again"`
	// The name of the text in every answer that %SINCE% is replaced by.
	Next string `json:"next"`
}

// ask sends a member's next request; there is one at a time.
func (h *hall) ask(s *socket, path string) error {
	path = strings.NewReplacer("%SINCE%", url.QueryEscape(s.since)).Replace(h.filled(path, s))
	request := "GET " + path + " HTTP/1.1\r\nHost: " + h.plan.Address + "\r\n"
	if bearer := h.bearer(s.number); bearer != "" {
		request += "Authorization: Bearer " + bearer + "\r\n"
	}
	return s.write([]byte(request + "\r\n"))
}

// askAll begins to follow, when all members have come in.
func (h *hall) askAll() error {
	for _, s := range h.numbered {
		if err := h.ask(s, h.plan.Poll.Again); err != nil {
			return fmt.Errorf("member %d: %w", s.number, err)
		}
	}
	return nil
}

// polled takes a member's answer off the front of what it has read, if it is whole, and remembers where to ask from next.
func (h *hall) polled(s *socket) (body []byte, ok bool, err error) {
	status, body, rest, ok, err := answer(s.in)
	if !ok || err != nil {
		return nil, false, err
	}
	s.in = append([]byte(nil), rest...)
	if !strings.HasPrefix(status, "HTTP/1.1 200") {
		return nil, false, fmt.Errorf("answered %s: %.200s", status, body)
	}
	_, after, hasNext := bytes.Cut(body, []byte(`"`+h.plan.Poll.Next+`":"`))
	since, _, isWhole := bytes.Cut(after, []byte(`"`))
	if !hasNext || !isWhole {
		return nil, false, fmt.Errorf("an answer without %s: %.200s", h.plan.Poll.Next, body)
	}
	s.since = string(since)
	return body, true, nil
}

// listen looks through a member's answer for messages, of which it may hold several, and asks again.
func (h *hall) listen(s *socket) {
	body, ok, err := h.polled(s)
	if err != nil {
		h.complain("a member's poll: %v", err)
	}
	if !ok {
		return
	}
	for {
		seq, rest, ok := h.markerIn(body)
		if !ok {
			break
		}
		h.see(s, seq)
		body = rest
	}
	if err := h.ask(s, h.plan.Poll.Again); err != nil {
		h.complain("a member could not ask again: %v", err)
	}
}
