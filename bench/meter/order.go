package main

import "bytes"

// isNext checks what a member may see: each message of its room once. Posts that were under way together may be stored in any
// order, but all members see the same one; the first member to see a message settles its place.
func (h *hall) isNext(s *socket, seq int) bool {
	if h.plan.Storm != nil {
		return h.isLater(s, seq)
	}
	room := h.roomOf(s.number)
	if (seq-1)%len(h.plan.Rooms) != room {
		h.complain("a member saw %d, of another room", seq)
		return false
	}
	if h.seen[seq-1] == 0 {
		h.order[room] = append(h.order[room], seq)
	}
	if s.lastSeq >= len(h.order[room]) || h.order[room][s.lastSeq] != seq {
		h.complain("a member saw %d out of its place, or twice", seq)
		return false
	}
	s.lastSeq++
	return true
}

// markerIn finds the first marker of this run in a text: the message's seq, and what comes after.
func (h *hall) markerIn(text []byte) (seq int, rest []byte, ok bool) {
	start := bytes.Index(text, h.marker)
	if start < 0 {
		return 0, nil, false
	}
	rest = text[start+len(h.marker):]
	for i, digit := range rest {
		if digit == '#' {
			return seq, rest[i+1:], true
		}
		seq = seq*10 + int(digit-'0')
	}
	return seq, nil, true
}

// understand takes one frame: a message, or what keeps the connection alive.
func (h *hall) understand(s *socket, opcode byte, payload []byte) {
	h.remember(s, payload)
	seq, _, ok := h.markerIn(payload)
	if opcode != 1 || !ok {
		h.attend(s, opcode, payload)
		return
	}
	h.see(s, seq)
}

// see checks that a message is the next one for this member, and counts it.
func (h *hall) see(s *socket, seq int) {
	if seq < 1 || seq > len(h.seen) {
		h.complain("seq %d was never posted", seq)
		return
	}
	if !h.isNext(s, seq) {
		return
	}
	h.delivered++
	h.seen[seq-1]++
	isLast := h.seen[seq-1] == h.size
	if isLast {
		h.complete++
	}
	if !h.isCounted {
		return
	}
	took := nowNs() - h.due[seq-1]
	h.latencies = append(h.latencies, took)
	if isLast {
		h.lasts = append(h.lasts, took)
	}
}

// attend answers what keeps a connection alive.
func (h *hall) attend(s *socket, opcode byte, payload []byte) {
	switch opcode {
	case 8:
		h.complain("closed: %q", payload)
	case 9:
		_ = s.write(masked(10, payload))
	default:
		if answer, ok := h.plan.Answers[string(payload)]; ok {
			_ = s.write(h.plan.framed(answer))
		}
	}
}
