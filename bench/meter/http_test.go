package main

import (
	"strings"
	"testing"
)

const (
	byLength = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
	inChunks = "HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\nA\r\nlo, world!\r\n0\r\n\r\n"
)

func TestAnswer(t *testing.T) {
	for _, one := range []struct{ in, status, body string }{
		{byLength, "HTTP/1.1 200 OK", "hello"},
		{inChunks, "HTTP/1.1 404 Not Found", "hello, world!"},
		{"HTTP/1.1 204 No Content\r\ncontent-length: 0\r\n\r\n", "HTTP/1.1 204 No Content", ""},
	} {
		for end := range len(one.in) {
			if _, _, rest, ok, err := answer([]byte(one.in[:end])); ok || err != nil || len(rest) != end {
				t.Fatalf("%q was taken for whole: %v", one.in[:end], err)
			}
		}
		status, body, rest, ok, err := answer([]byte(one.in + "HTTP"))
		if !ok || err != nil || status != one.status || string(body) != one.body || string(rest) != "HTTP" {
			t.Fatalf("%q gave %q, %q and %q: %v", one.in, status, body, rest, err)
		}
	}
}

func TestAnswerThatIsNone(t *testing.T) {
	for _, in := range []string{
		"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello",
		"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
		strings.Replace(inChunks, "\r\nA\r\n", "\r\nx\r\n", 1),
		strings.Replace(inChunks, "lo, world!\r\n", "lo, world!!!", 1),
	} {
		if _, _, _, ok, err := answer([]byte(in)); ok || err == nil {
			t.Fatalf("%q was understood", in)
		}
	}
}
