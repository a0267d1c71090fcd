package main

import "testing"

func inStorm(isResumed bool) (*hall, *socket) {
	remember := map[string]Between{"%CURSOR%": {After: `"cursor":"`, Until: `"`}}
	h := &hall{plan: Plan{Members: 1, Storm: &Storm{IsResumed: isResumed, Remember: remember}}, posted: 5}
	s := &socket{}
	h.numbered = []*socket{s}
	h.members = map[int]*socket{0: s}
	return h, s
}

func see(h *hall, s *socket, seqs ...int) {
	for _, seq := range seqs {
		h.isLater(s, seq)
	}
}

func TestWhoeverDoesNotResumeMayMissWhatCameWhileItWasAway(t *testing.T) {
	h, s := inStorm(false)
	s.lastSeq, s.openSince = 1, 3
	see(h, s, 3, 4, 5)
	if h.checkStorm(); len(h.wrong) > 0 {
		t.Error(h.wrong)
	}
}

func TestNobodyMayMissWhatCameOnceItFollowed(t *testing.T) {
	h, s := inStorm(false)
	s.openSince = 3
	see(h, s, 5)
	if h.checkStorm(); len(h.wrong) != 1 {
		t.Error("4 is missing")
	}
}

func TestNothingMayComeTwiceOrBackwards(t *testing.T) {
	for _, seqs := range [][]int{{2, 2}, {3, 2}} {
		h, s := inStorm(false)
		if see(h, s, seqs...); len(h.wrong) != 1 {
			t.Error(seqs)
		}
	}
}

func TestWhoeverResumesMayMissNothing(t *testing.T) {
	h, s := inStorm(true)
	if see(h, s, 1, 3); len(h.wrong) != 1 {
		t.Error("2 is missing")
	}
}

func TestTheLastOfWhatIsRememberedCounts(t *testing.T) {
	h, s := inStorm(true)
	h.remember(s, []byte(`{"cursor":"a"}{"cursor":"b"}`))
	h.remember(s, []byte(`{"id":"c"} {"cursor":"cut of`))
	if s.kept["%CURSOR%"] != "b" {
		t.Error(s.kept)
	}
}
