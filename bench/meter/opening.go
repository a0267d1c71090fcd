package main

import (
	"bytes"
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

// openAll takes all members through their handshakes, `Opening` of them at a time.
func (h *hall) openAll() error {
	begun, open := 0, 0
	deadline := nowNs() + 120e9
	for open < h.plan.Members {
		for begun < h.plan.Members && begun-open < h.plan.Opening {
			fd, err := dial(h.plan.Address)
			if err != nil {
				return fmt.Errorf("member %d: %w", begun, err)
			}
			s := &socket{fd: fd, number: begun, step: connecting}
			h.members[fd] = s
			if err := h.watch(s, syscall.EPOLLIN|syscall.EPOLLOUT); err != nil {
				return err
			}
			begun++
		}
		n, err := syscall.EpollWait(h.epoll, h.events, 1_000)
		if err != nil && err != syscall.EINTR {
			return err
		}
		for i := range max(n, 0) {
			s := h.members[int(h.events[i].Fd)]
			// Whoever is open already must show signs of life until the last one is.
			if s.isOpen {
				h.take(s.fd)
				continue
			}
			if err := h.advance(s); err != nil {
				return fmt.Errorf("member %d, step %d: %w", s.number, s.step, err)
			}
			if !s.isOpen && s.step == len(h.plan.Script) {
				s.isOpen = true
				open++
			}
		}
		if nowNs() > deadline {
			return fmt.Errorf("%d of %d members came in within 120 s", open, h.plan.Members)
		}
	}
	return nil
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
			if err := s.write(h.plan.framed(h.filled(text, s.number))); err != nil {
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
func (h *hall) filled(text string, member int) string {
	pairs := []string{"%MEMBER%", strconv.Itoa(member), "%ROOM%", h.plan.Rooms[h.roomOf(member)]}
	if bearer := h.bearer(member); bearer != "" {
		pairs = append(pairs, "%BEARER%", bearer)
	}
	if len(h.plan.Watches) > 0 {
		pairs = append(pairs, "%WATCHED%", h.watched(member))
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
