// The meter: one epoll thread that plays all members of a room and its posters, for every protocol that speaks WebSocket.
// It reads a plan as JSON on stdin and writes one line of JSON to stdout. Every message carries a marker in its body,
// `#<run>.<seq>.<posted at, ns>#`; every member must see each seq once, in order, or the run has failed.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"syscall"
	"time"
)

// Plan says whom to play and what to say.
type Plan struct {
	// Address of the WebSockets and the request line's path.
	Address  string `json:"address"`
	Path     string `json:"path"`
	Protocol string `json:"protocol"`
	// Messages sent by each member, one after the other; each waits for an answer that contains the text beside it.
	Script []Step `json:"script"`
	// Members, posts under way at once, seconds of measuring after seconds of warming up.
	Members  int     `json:"members"`
	InFlight int     `json:"inFlight"`
	Seconds  float64 `json:"seconds"`
	Warm     float64 `json:"warm"`
	// Posts a second for an open loop; 0: closed loop.
	Rate float64 `json:"rate"`
	// Where and how a message is posted: an HTTP body in which %BODY% and %NONCE% are replaced.
	PostAddress string            `json:"postAddress"`
	PostPath    string            `json:"postPath"`
	PostHeaders map[string]string `json:"postHeaders"`
	PostBody    string            `json:"postBody"`
	// Bytes that a message's text is filled up to.
	BodyBytes int `json:"bodyBytes"`
	// Bearers by member, round robin; "%BEARER%" in the script is replaced. Empty: none.
	Bearers []string `json:"bearers"`
	// Bearers by poster, round robin, sent as Authorization. Empty: none.
	PostBearers []string `json:"postBearers"`
}

// Step is one message of a member's handshake.
type Step struct {
	Send string `json:"send"`
	Wait string `json:"wait"`
}

// Result is what came of it.
type Result struct {
	Posted     int      `json:"posted"`
	Deliveries int      `json:"deliveries"`
	Seconds    float64  `json:"seconds"`
	Busy       float64  `json:"busy"`
	P50ms      float64  `json:"p50ms"`
	P99ms      float64  `json:"p99ms"`
	Wrong      []string `json:"wrong"`
	ConnectMs  float64  `json:"connectMs"`
}

func cpuSeconds() float64 {
	var usage syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &usage)
	return float64(usage.Utime.Sec+usage.Stime.Sec) + float64(usage.Utime.Usec+usage.Stime.Usec)/1e6
}

func main() {
	var plan Plan
	if err := json.NewDecoder(os.Stdin).Decode(&plan); err != nil {
		fail(err)
	}
	room, err := enter(plan)
	if err != nil {
		fail(err)
	}
	fmt.Println(`{"ready":true}`)
	var start [1]byte
	_, _ = os.Stdin.Read(start[:])
	result := room.measure()
	line, _ := json.Marshal(result)
	fmt.Println(string(line))
}

func fail(err error) {
	line, _ := json.Marshal(map[string]string{"error": err.Error()})
	fmt.Println(string(line))
	os.Exit(1)
}

func percentile(sorted []int64, part float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	return float64(sorted[min(len(sorted)-1, int(float64(len(sorted))*part))]) / 1e6
}

func sortedCopy(list []int64) []int64 {
	copied := slices.Clone(list)
	slices.Sort(copied)
	return copied
}

func nowNs() int64 { return time.Now().UnixNano() }
