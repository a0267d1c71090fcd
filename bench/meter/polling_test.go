package main

import (
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// A hall of one room of two who poll, in which three messages were posted.
func pollers(t *testing.T) (*hall, []*socket) {
	h := &hall{
		plan:   Plan{Rooms: []string{"r"}, Poll: &Poll{Again: "/sync?since=%SINCE%", Next: "next_batch"}, Members: 2},
		marker: []byte("#run."), order: make([][]int, 1), size: 2, posted: 3, seen: make([]int, 3), due: make([]int64, 3),
	}
	for n := range 2 {
		ends, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _, _ = syscall.Close(ends[0]), syscall.Close(ends[1]) })
		h.numbered = append(h.numbered, &socket{fd: ends[0], number: n, step: ends[1]})
	}
	return h, h.numbered
}

// tell gives a member an answer with these messages in it, and says what it asked next.
func tell(h *hall, s *socket, next string, bodies ...string) string {
	json := `{"next_batch":"` + next + `","events":["` + strings.Join(bodies, `","`) + `"]}`
	s.in = []byte("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + strconv.FormatInt(int64(len(json)), 16) + "\r\n" + json + "\r\n0\r\n\r\n")
	h.listen(s)
	asked := make([]byte, 4096)
	n, _, _ := syscall.Recvfrom(s.step, asked, syscall.MSG_DONTWAIT)
	return string(asked[:max(n, 0)])
}

func TestSeveralMessagesInOneAnswer(t *testing.T) {
	h, members := pollers(t)
	asked := tell(h, members[0], "s1 2", "#run.2#xx", "#run.1#xx", "#other.9#xx", "#run.3#xx")
	if !strings.HasPrefix(asked, "GET /sync?since=s1+2 HTTP/1.1\r\n") {
		t.Fatalf("asked %q", asked)
	}
	tell(h, members[1], "s1", "#run.2#xx")
	tell(h, members[1], "s2")
	tell(h, members[1], "s3", "#run.1#xx", "#run.3#xx")
	if len(h.wrong) > 0 || h.delivered != 6 || h.complete != 3 {
		t.Fatalf("%d delivered, %d complete: %v", h.delivered, h.complete, h.wrong)
	}
}

func TestWhatIsWrong(t *testing.T) {
	for name, bodies := range map[string][]string{
		"twice": {"#run.1#", "#run.1#"}, "misplaced": {"#run.2#", "#run.1#"}, "missed": {"#run.2#"}, "never posted": {"#run.4#"},
	} {
		h, members := pollers(t)
		tell(h, members[0], "s1", "#run.1#", "#run.2#")
		tell(h, members[1], "s1", bodies...)
		if len(h.wrong) == 0 {
			t.Errorf("%s: nothing was complained of", name)
		}
	}
}
