// The meter: one epoll thread that plays all members of all rooms and those who post, for every protocol that speaks WebSocket,
// ends its frames by a text, or is polled by HTTP. It reads a plan as JSON on stdin and writes one line of JSON to stdout. Every message carries a
// marker in its body, `#<run>.<seq>#`; every member of a room must see each of its messages once, in one order, or the run has failed.
// Presence is played in waves instead (`waves.go`).
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
	// Address of the members' sockets; the request line's path and the subprotocol of WebSockets.
	Address  string `json:"address"`
	Path     string `json:"path"`
	Protocol string `json:"protocol"`
	// What every frame ends with where no WebSocket is spoken (XMPP, NATS). Empty: WebSocket.
	Until string `json:"until"`
	// Frames that are answered at once: a server's pings.
	Answers map[string]string `json:"answers"`
	// Messages sent by each member, one after the other; each waits for an answer that contains the text beside it. Replaced are
	// %MEMBER% by its number, %ROOM% by its room's name, %BEARER% by its bearer.
	Script []Step `json:"script"`
	// How members follow that nothing is pushed to. None: frames are pushed.
	Poll *Poll `json:"poll"`
	// Members of all rooms together, room after room, and how many of them may be in their handshake at once.
	Members int `json:"members"`
	Opening int `json:"opening"`
	// Names of the rooms, all of one size, %RUN% replaced by what no other run has. Empty: one room without a name.
	Rooms []string `json:"rooms"`
	// Bearers by member, round robin. Empty: none.
	Bearers []string `json:"bearers"`
	// Messages under way at once, seconds of measuring after seconds of warming up.
	InFlight int     `json:"inFlight"`
	Seconds  float64 `json:"seconds"`
	Warm     float64 `json:"warm"`
	// Posts a second for an open loop; 0: closed loop.
	Rate float64 `json:"rate"`
	// What a member of the room says on its own socket to post; %BODY%, %NONCE% and %ROOM% are replaced. Empty: it is posted by HTTP.
	Say string `json:"say"`
	// Where and how it is posted by HTTP, with a member's bearer: a path and a body in which the same is replaced. No method: POST.
	PostAddress string            `json:"postAddress"`
	PostMethod  string            `json:"postMethod"`
	PostPath    string            `json:"postPath"`
	PostHeaders map[string]string `json:"postHeaders"`
	PostBody    string            `json:"postBody"`
	// Bytes that a message's text is filled up to.
	BodyBytes int `json:"bodyBytes"`
	// Presence (`waves.go`), when there are any: by member, the members whose state it watches; the states they go through in turn;
	// everybody's id, and the text with a quote at its end that stands before an id in a frame. %WATCHED% in the script are the quoted ids
	// of those a member watches, its own when it watches nobody; %SHOW% in a post is what the state says.
	Watches [][]int  `json:"watches"`
	Shows   []Show   `json:"shows"`
	Ids     []string `json:"ids"`
	IdAfter string   `json:"idAfter"`
	// What they go through instead of fan-out being measured.
	Storm *Storm `json:"storm"`
}

// Step is one message of a member's handshake.
type Step struct {
	Send string `json:"send"`
	Wait string `json:"wait"`
}

// Result is what came of it. P50ms and P99ms are of deliveries, LastP50ms of messages: until the last member had it.
type Result struct {
	Posted     int      `json:"posted"`
	Deliveries int      `json:"deliveries"`
	Seconds    float64  `json:"seconds"`
	Busy       float64  `json:"busy"`
	P50ms      float64  `json:"p50ms"`
	P99ms      float64  `json:"p99ms"`
	LastP50ms  float64  `json:"lastP50ms"`
	Wrong      []string `json:"wrong"`
	ConnectMs  float64  `json:"connectMs"`
	// Of presence: the oldest that a view was, frames that told of somebody watched, and how often a socket had something to read.
	MaxMs  float64 `json:"maxMs"`
	Frames int     `json:"frames"`
	Reads  int     `json:"reads"`
	// Of a storm: until all, and until half of all followed again; messages that members did not get while they were away; how often one
	// was turned away and had to come again, and why the last time.
	BackMs    float64 `json:"backMs,omitempty"`
	BackP50ms float64 `json:"backP50ms,omitempty"`
	Missed    int     `json:"missed"`
	Retries   int     `json:"retries"`
	LastRetry string  `json:"lastRetry,omitempty"`
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
	hall, err := enter(plan)
	if err != nil {
		fail(err)
	}
	fmt.Println(`{"ready":true}`)
	var start [1]byte
	_, _ = os.Stdin.Read(start[:])
	run := hall.measure
	switch {
	case plan.Storm != nil:
		run = hall.storm
	case len(plan.Watches) > 0:
		run = newWaves(hall).measure
	}
	result := run()
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
