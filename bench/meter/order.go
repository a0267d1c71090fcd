package main

// isNext checks what a member may see: each message once. Posts that were under way together may be stored in any order, but
// all members see the same one; the first member to see a message settles its place.
func (r *room) isNext(s *socket, seq int) bool {
	if r.seen[seq-1] == 0 {
		r.order = append(r.order, seq)
	}
	if s.lastSeq >= len(r.order) || r.order[s.lastSeq] != seq {
		r.complain("a member saw %d out of its place, or twice", seq)
		return false
	}
	s.lastSeq++
	return true
}
