package main

import (
	"bytes"
	"crypto/rand"
	"encoding/binary"
)

// next takes one whole frame off the front of what was read, in the plan's protocol; a frame that ends by a text has opcode 1.
func (p *Plan) next(in []byte) (opcode byte, payload []byte, rest []byte, ok bool) {
	if p.Until == "" {
		return frame(in)
	}
	at := bytes.Index(in, []byte(p.Until))
	if at < 0 {
		return 0, nil, in, false
	}
	return 1, in[:at], in[at+len(p.Until):], true
}

// framed is what a client writes to say a text.
func (p *Plan) framed(text string) []byte {
	if p.Until == "" {
		return masked(1, []byte(text))
	}
	return []byte(text)
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

// masked is a client's WebSocket frame.
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
