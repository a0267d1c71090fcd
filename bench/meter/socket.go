package main

import (
	"errors"
	"net"
	"syscall"
)

// socket is one non-blocking TCP connection with what has been read and not yet understood.
type socket struct {
	fd int
	in []byte
	// The member's number, where it is in its handshake (`opening.go`), and how many of its room's messages it has.
	number  int
	step    int
	isOpen  bool
	lastSeq int
	// Where a member that polls asks from next.
	since string
	// Of a storm: what it remembers, how many messages there were when it followed, and how many it has had since.
	kept       map[string]string
	openSince  int
	heardSince int
	// When it may connect, in nanoseconds since 1970.
	dialAt int64
}

// dial begins to connect; the socket can be written to when it has.
func dial(address string) (int, error) {
	host, err := net.ResolveTCPAddr("tcp4", address)
	if err != nil {
		return 0, err
	}
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM|syscall.SOCK_NONBLOCK, 0)
	if err != nil {
		return 0, err
	}
	target := &syscall.SockaddrInet4{Port: host.Port}
	copy(target.Addr[:], host.IP.To4())
	if err := syscall.Connect(fd, target); err != nil && err != syscall.EINPROGRESS {
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

// more reads once into the buffer. Nothing to read is no error.
func (s *socket) more(chunk []byte) error {
	n, err := syscall.Read(s.fd, chunk)
	if err == syscall.EAGAIN {
		return nil
	}
	if n == 0 && err == nil {
		return errors.New("closed by the server")
	}
	if n > 0 {
		s.in = append(s.in, chunk[:n]...)
	}
	return err
}
