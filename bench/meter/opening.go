package main

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"syscall"
)

// Steps of a handshake before the first of the script.
const (
	connecting = -2
	upgrading  = -1
)

// openAll takes all members who are not connected through their handshakes, so many at a time. `meanwhile` is called every now and then,
// `isIn` when a member follows.
func (h *hall) openAll(atOnce int, meanwhile, isIn func()) error {
	var waiting []*socket
	for _, s := range h.numbered {
		if !s.isOpen {
			waiting = append(waiting, s)
		}
	}
	begun := 0
	deadline := nowNs() + 120e9
	for len(waiting)+begun > 0 {
		for len(waiting) > 0 && begun < atOnce && waiting[0].dialAt <= nowNs() {
			if err := h.begin(waiting[0]); err != nil {
				return fmt.Errorf("member %d: %w", waiting[0].number, err)
			}
			waiting, begun = waiting[1:], begun+1
		}
		meanwhile()
		n, err := syscall.EpollWait(h.epoll, h.events, 100)
		if err != nil && err != syscall.EINTR {
			return err
		}
		for i := range max(n, 0) {
			fd := int(h.events[i].Fd)
			s := h.members[fd]
			// Whoever is open already must show signs of life until the last one is.
			if s == nil || s.isOpen {
				h.take(fd)
				continue
			}
			if err := h.advance(s); err != nil {
				err = fmt.Errorf("member %d, step %d: %w", s.number, s.step, err)
				if !h.tryAgain(s, err) {
					return err
				}
				waiting, begun = append(waiting, s), begun-1
				continue
			}
			if s.step == len(h.plan.Script) {
				s.isOpen, s.openSince, s.heardSince = true, h.posted, 0
				begun--
				isIn()
				h.digest(s)
			}
		}
		if len(h.wrong) > 0 {
			return errors.New(h.wrong[0])
		}
		if nowNs() > deadline {
			return fmt.Errorf("%d of %d members did not come in within 120 s; last: %s", len(waiting)+begun, h.plan.Members, h.lastRetry)
		}
	}
	return nil
}

// begin connects a member.
func (h *hall) begin(s *socket) error {
	fd, err := dial(h.plan.Address)
	if err != nil {
		return err
	}
	s.fd, s.step = fd, connecting
	h.members[fd] = s
	return h.watch(s, syscall.EPOLLIN|syscall.EPOLLOUT)
}

// advance understands what a member has been answered, and says what comes next in its handshake.
func (h *hall) advance(s *socket) error {
	if s.step == connecting {
		if code, err := syscall.GetsockoptInt(s.fd, syscall.SOL_SOCKET, syscall.SO_ERROR); err != nil || code != 0 {
			return fmt.Errorf("no connection: %w %w", err, syscall.Errno(code))
		}
		in := &syscall.EpollEvent{Events: syscall.EPOLLIN, Fd: int32(s.fd)}
		if err := syscall.EpollCtl(h.epoll, syscall.EPOLL_CTL_MOD, s.fd, in); err != nil {
			return err
		}
		if h.plan.Until != "" {
			return h.say(s, 0)
		}
		s.step = upgrading
		if h.plan.Poll != nil {
			return h.ask(s, h.plan.Poll.First)
		}
		return s.write([]byte(h.upgrade()))
	}
	if err := s.more(h.chunk); err != nil {
		return err
	}
	for s.step < len(h.plan.Script) {
		isNext, err := h.understands(s)
		if err != nil {
			return err
		}
		if !isNext {
			return nil
		}
		if err := h.say(s, s.step+1); err != nil {
			return err
		}
	}
	return nil
}

// say sends the script's texts from this step on, until one has to wait.
func (h *hall) say(s *socket, step int) error {
	for s.step = step; s.step < len(h.plan.Script); s.step++ {
		if text := h.plan.Script[s.step].Send; text != "" {
			if err := s.write(h.plan.framed(h.filled(text, s))); err != nil {
				return err
			}
		}
		if h.plan.Script[s.step].Wait != "" {
			return nil
		}
	}
	return nil
}

// understands says whether what the member waits for is there, and takes it off.
func (h *hall) understands(s *socket) (bool, error) {
	if h.plan.Poll != nil {
		_, ok, err := h.polled(s)
		return ok, err
	}
	if s.step == upgrading {
		end := bytes.Index(s.in, []byte("\r\n\r\n"))
		if end < 0 {
			return false, nil
		}
		if !bytes.HasPrefix(s.in, []byte("HTTP/1.1 101")) {
			return false, fmt.Errorf("no upgrade: %.80s", s.in)
		}
		s.in = append([]byte(nil), s.in[end+4:]...)
		return true, nil
	}
	wait := []byte(h.plan.Script[s.step].Wait)
	if h.plan.Until != "" {
		at := bytes.Index(s.in, wait)
		if at < 0 {
			if len(s.in) > 1<<20 {
				return false, fmt.Errorf("waited for %q, got %.200s", wait, s.in)
			}
			return false, nil
		}
		s.in = append([]byte(nil), s.in[at+len(wait):]...)
		return true, nil
	}
	for {
		opcode, payload, rest, ok := frame(s.in)
		if !ok {
			return false, nil
		}
		s.in = rest
		if opcode == 9 {
			if err := s.write(masked(10, payload)); err != nil {
				return false, err
			}
			continue
		}
		if len(h.seen) > 0 && bytes.Contains(payload, h.marker) {
			h.understand(s, opcode, payload)
			continue
		}
		h.remember(s, payload)
		if !bytes.Contains(payload, wait) {
			return false, fmt.Errorf("waited for %q, got %.200s", wait, payload)
		}
		return true, nil
	}
}

func (h *hall) upgrade() string {
	request := "GET " + h.plan.Path + " HTTP/1.1\r\nHost: " + h.plan.Address + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
	if h.plan.Protocol != "" {
		request += "Sec-WebSocket-Protocol: " + h.plan.Protocol + "\r\n"
	}
	return request + "\r\n"
}

// filled is a text of the plan with what is this member's own.
func (h *hall) filled(text string, s *socket) string {
	pairs := []string{"%MEMBER%", strconv.Itoa(s.number), "%ROOM%", h.plan.Rooms[h.roomOf(s.number)]}
	if bearer := h.bearer(s.number); bearer != "" {
		pairs = append(pairs, "%BEARER%", bearer)
	}
	if len(h.plan.Watches) > 0 {
		pairs = append(pairs, "%WATCHED%", h.watched(s.number))
	}
	for name, value := range s.kept {
		pairs = append(pairs, name, value)
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// watched are the quoted ids of those a member watches.
func (h *hall) watched(member int) string {
	persons := h.plan.Watches[member]
	if len(persons) == 0 {
		persons = []int{member}
	}
	ids := make([]string, len(persons))
	for i, person := range persons {
		ids[i] = strconv.Quote(h.plan.Ids[person])
	}
	return strings.Join(ids, ",")
}

func (h *hall) bearer(member int) string {
	if len(h.plan.Bearers) == 0 {
		return ""
	}
	return h.plan.Bearers[member%len(h.plan.Bearers)]
}
