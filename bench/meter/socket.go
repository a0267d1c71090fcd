package main

import (
	"bytes"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"strings"
	"syscall"
)

// socket is one non-blocking TCP connection with what has been read and not yet understood.
type socket struct {
	fd      int
	in      []byte
	lastSeq int
}

// dial connects and speaks the handshake, still blocking; the rest is for epoll.
func dial(address string) (int, error) {
	host, err := net.ResolveTCPAddr("tcp4", address)
	if err != nil {
		return 0, err
	}
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM, 0)
	if err != nil {
		return 0, err
	}
	target := &syscall.SockaddrInet4{Port: host.Port}
	copy(target.Addr[:], host.IP.To4())
	if err := syscall.Connect(fd, target); err != nil {
		return 0, err
	}
	_ = syscall.SetsockoptInt(fd, syscall.IPPROTO_TCP, syscall.TCP_NODELAY, 1)
	return fd, nil
}

func (s *socket) write(data []byte) error {
	for len(data) > 0 {
		n, err := syscall.Write(s.fd, data)
		if errors.Is(err, syscall.EAGAIN) {
			continue
		}
		if err != nil {
			return err
		}
		data = data[n:]
	}
	return nil
}

// more reads once into the buffer; blocking or not as the descriptor is.
func (s *socket) more(chunk []byte) (int, error) {
	n, err := syscall.Read(s.fd, chunk)
	if n > 0 {
		s.in = append(s.in, chunk[:n]...)
	}
	if n == 0 && err == nil {
		return 0, errors.New("closed by the server")
	}
	return n, err
}

// frame takes one whole WebSocket frame off the front of the buffer: its opcode and payload.
func frame(in []byte) (opcode byte, payload []byte, rest []byte, ok bool) {
	if len(in) < 2 {
		return 0, nil, in, false
	}
	length, at := int(in[1]&0x7f), 2
	switch length {
	case 126:
		if len(in) < 4 {
			return 0, nil, in, false
		}
		length, at = int(binary.BigEndian.Uint16(in[2:])), 4
	case 127:
		if len(in) < 10 {
			return 0, nil, in, false
		}
		length, at = int(binary.BigEndian.Uint64(in[2:])), 10
	}
	if len(in) < at+length {
		return 0, nil, in, false
	}
	return in[0] & 0x0f, in[at : at+length], in[at+length:], true
}

// masked is a client's frame.
func masked(opcode byte, payload []byte) []byte {
	out := []byte{0x80 | opcode}
	switch {
	case len(payload) < 126:
		out = append(out, 0x80|byte(len(payload)))
	case len(payload) < 65536:
		out = append(out, 0x80|126, byte(len(payload)>>8), byte(len(payload)))
	default:
		out = append(out, 0x80|127)
		out = binary.BigEndian.AppendUint64(out, uint64(len(payload)))
	}
	var mask [4]byte
	_, _ = rand.Read(mask[:])
	out = append(out, mask[:]...)
	for i, b := range payload {
		out = append(out, b^mask[i&3])
	}
	return out
}

// member opens one WebSocket and goes through the script.
func member(plan Plan, number int) (*socket, error) {
	fd, err := dial(plan.Address)
	if err != nil {
		return nil, err
	}
	s := &socket{fd: fd}
	request := "GET " + plan.Path + " HTTP/1.1\r\nHost: " + plan.Address + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
	if plan.Protocol != "" {
		request += "Sec-WebSocket-Protocol: " + plan.Protocol + "\r\n"
	}
	if err := s.write([]byte(request + "\r\n")); err != nil {
		return nil, err
	}
	chunk := make([]byte, 4096)
	for !bytes.Contains(s.in, []byte("\r\n\r\n")) {
		if _, err := s.more(chunk); err != nil {
			return nil, err
		}
	}
	if !bytes.HasPrefix(s.in, []byte("HTTP/1.1 101")) {
		return nil, fmt.Errorf("no upgrade: %.80s", s.in)
	}
	s.in = append([]byte(nil), s.in[bytes.Index(s.in, []byte("\r\n\r\n"))+4:]...)
	for _, step := range plan.Script {
		if err := s.step(plan, step, number, chunk); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func (s *socket) step(plan Plan, step Step, number int, chunk []byte) error {
	if step.Send != "" {
		text := strings.ReplaceAll(step.Send, "%MEMBER%", fmt.Sprint(number))
		if len(plan.Bearers) > 0 {
			text = strings.ReplaceAll(text, "%BEARER%", plan.Bearers[number%len(plan.Bearers)])
		}
		if err := s.write(masked(1, []byte(text))); err != nil {
			return err
		}
	}
	for step.Wait != "" {
		for {
			opcode, payload, rest, ok := frame(s.in)
			if !ok {
				break
			}
			s.in = rest
			if opcode == 9 {
				if err := s.write(masked(10, payload)); err != nil {
					return err
				}
				continue
			}
			if bytes.Contains(payload, []byte(step.Wait)) {
				return nil
			}
			return fmt.Errorf("waited for %q, got %.200s", step.Wait, payload)
		}
		if _, err := s.more(chunk); err != nil {
			return err
		}
	}
	return nil
}
