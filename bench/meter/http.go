package main

import (
	"bytes"
	"fmt"
	"strconv"
)

// answer takes one whole HTTP answer off the front of what was read: its status line, and its body whether it has a length or comes in chunks.
func answer(in []byte) (status string, body, rest []byte, ok bool, err error) {
	end := bytes.Index(in, []byte("\r\n\r\n"))
	if end < 0 {
		return "", nil, in, false, nil
	}
	line, _, _ := bytes.Cut(in[:end], []byte("\r\n"))
	head, after := bytes.ToLower(in[:end]), in[end+4:]
	if at := bytes.Index(head, []byte("content-length: ")); at >= 0 {
		digits, _, _ := bytes.Cut(head[at+16:], []byte("\r"))
		length, err := strconv.Atoi(string(digits))
		if err != nil || len(after) < length {
			return "", nil, in, false, err
		}
		return string(line), after[:length], after[length:], true, nil
	}
	if !bytes.Contains(head, []byte("transfer-encoding: chunked")) {
		return "", nil, in, false, fmt.Errorf("an answer without length: %.200s", in)
	}
	body, rest, ok, err = chunks(after)
	if !ok || err != nil {
		return "", nil, in, false, err
	}
	return string(line), body, rest, true, nil
}

// chunks joins a body that comes in chunks, if the last of them is there. Trailers are not understood.
func chunks(in []byte) (body, rest []byte, ok bool, err error) {
	for {
		digits, after, isWhole := bytes.Cut(in, []byte("\r\n"))
		if !isWhole {
			return nil, nil, false, nil
		}
		length, err := strconv.ParseUint(string(digits), 16, 31)
		if err != nil {
			return nil, nil, false, fmt.Errorf("no length of a chunk: %.40q", in)
		}
		if len(after) < int(length)+2 {
			return nil, nil, false, nil
		}
		if !bytes.HasPrefix(after[length:], []byte("\r\n")) {
			return nil, nil, false, fmt.Errorf("a chunk of %d bytes does not end: %.40q", length, after[length:])
		}
		if length == 0 {
			return body, after[2:], true, nil
		}
		body, in = append(body, after[:length]...), after[length+2:]
	}
}
