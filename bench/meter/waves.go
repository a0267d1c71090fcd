package main

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// Before the first wave people are still being shown as here. When nobody has been told anything for the first of these times, it is
// taken how much work it is that everybody is here, for the second.
const (
	quietNs   = 2e9
	restingNs = 3e9
)

// Show is one state that people can be in: what they say to be in it, and what a frame contains that shows it.
type Show struct {
	Say string `json:"say"`
	See string `json:"see"`
	// Waves into this state only make the next one possible, and are not counted.
	IsAside bool `json:"isAside"`
}

// waves is presence: member n is person n, and some watch others. In a wave everybody whom somebody watches changes their state at
// once; the next begins when each watcher has the last state of everyone it watches. So each change must be seen by each watcher, once.
type waves struct {
	*hall
	// By member: the last wave it has seen, by the person it watches.
	last     []map[int]int
	persons  map[string]int
	changers []int
	// By person: who watches them, and how many of those lack this wave's state.
	watchers []int
	lacking  []int
	pairs    int
	// Of the wave that runs: its number, when it was due, what is still to be seen and to be said.
	wave    int
	due     int64
	left    int
	unsaid  []int
	heardAt int64
	// Frames that told of somebody watched, and waves, while it counts.
	frames  int
	counted int
	// What the counted waves took, and of the meter's own core.
	seconds float64
	busy    float64
	// Since when it counts.
	since   int64
	cpuThen float64
	reads   int
}

func newWaves(h *hall) *waves {
	members := h.plan.Members
	w := &waves{
		hall: h, last: make([]map[int]int, members), persons: map[string]int{}, watchers: make([]int, members), lacking: make([]int, members),
		heardAt: nowNs(),
	}
	for person, id := range h.plan.Ids {
		w.persons[id] = person
	}
	for member, persons := range h.plan.Watches {
		w.last[member] = make(map[int]int, len(persons))
		for _, person := range persons {
			w.last[member][person] = 0
			w.watchers[person]++
			w.pairs++
		}
	}
	for person, count := range w.watchers {
		if count > 0 {
			w.changers = append(w.changers, person)
		}
	}
	h.hear = w.hear
	return w
}

// measure plays waves until they have been counted for long enough, whole ones only.
func (w *waves) measure() Result {
	w.untilRested()
	begin := nowNs()
	for len(w.wrong) == 0 && w.seconds+w.running() < w.plan.Seconds {
		isWarm := w.wave >= len(w.plan.Shows) && float64(nowNs()-begin) >= w.plan.Warm*1e9
		w.count(isWarm && !w.show(w.wave+1).IsAside)
		w.play()
		if nowNs()-begin > 120e9 {
			break
		}
	}
	w.count(false)
	if len(w.wrong) == 0 && w.counted == 0 {
		w.complain("no wave was counted in 120 s")
	}
	if len(w.wrong) > 0 {
		return Result{Posted: w.posted, Wrong: w.wrong}
	}
	sorted := sortedCopy(w.latencies)
	return Result{
		Posted: w.posted, Deliveries: w.counted * w.pairs, Seconds: w.seconds, Busy: w.busy / w.seconds, ConnectMs: w.connectMs,
		P50ms: percentile(sorted, 0.5), P99ms: percentile(sorted, 0.99), LastP50ms: percentile(sortedCopy(w.lasts), 0.5),
		MaxMs: float64(slices.Max(sorted)) / 1e6, Frames: w.frames, Reads: w.reads,
	}
}

// untilRested waits until nobody is told anything any more, and for as long as it is taken what that costs.
func (w *waves) untilRested() {
	isResting := false
	for begin := nowNs(); len(w.wrong) == 0; w.turn() {
		quiet := nowNs() - w.heardAt
		switch {
		case isResting && quiet >= quietNs+restingNs:
			fmt.Println(`{"mark":"rested"}`)
			return
		case !isResting && quiet >= quietNs:
			isResting = true
			fmt.Println(`{"mark":"resting"}`)
		case quiet < quietNs:
			isResting = false
		}
		if nowNs()-begin > 60e9 {
			w.complain("people were still being told of after 60 s")
		}
	}
}

func (w *waves) running() float64 {
	if !w.isCounted {
		return 0
	}
	return float64(nowNs()-w.since) / 1e9
}

// count begins to count, or ends it; between waves alone.
func (w *waves) count(isCounted bool) {
	if isCounted == w.isCounted {
		return
	}
	if isCounted {
		w.since, w.cpuThen = nowNs(), cpuSeconds()
		w.told = 0
		fmt.Println(`{"mark":"begin"}`)
	} else {
		w.seconds += w.running()
		w.busy += cpuSeconds() - w.cpuThen
		w.reads += w.told
		fmt.Println(`{"mark":"end"}`)
	}
	w.isCounted = isCounted
}

func (w *waves) show(wave int) Show { return w.plan.Shows[(wave-1)%len(w.plan.Shows)] }

// begin makes everybody's next state due.
func (w *waves) begin() {
	w.wave++
	w.due, w.left, w.unsaid = nowNs(), w.pairs, w.changers
	copy(w.lacking, w.watchers)
}

// play is one wave: everybody changes, and it is over when everybody has seen it and every post is answered.
func (w *waves) play() {
	w.begin()
	for len(w.wrong) == 0 && (w.left > 0 || len(w.idle) < len(w.posters)) {
		for len(w.unsaid) > 0 && (w.plan.Say != "" || len(w.idle) > 0) {
			w.change(w.unsaid[0])
			w.unsaid = w.unsaid[1:]
		}
		w.turn()
		if nowNs()-w.due > 60e9 {
			w.complain("wave %d: %d of %d views were stale after 60 s", w.wave, w.left, w.pairs)
		}
	}
	if w.isCounted {
		w.counted++
	}
}

// turn takes what has come.
func (w *waves) turn() {
	n, err := syscall.EpollWait(w.epoll, w.events, 1)
	if err != nil && err != syscall.EINTR {
		w.complain("epoll: %v", err)
	}
	for i := range max(n, 0) {
		w.take(int(w.events[i].Fd))
	}
}

// change is one person's change.
func (w *waves) change(person int) {
	w.posted++
	fill := strings.NewReplacer("%BODY%", fmt.Sprintf("#%s.%d#", w.run, w.wave), "%SHOW%", w.show(w.wave).Say)
	w.sayAs(person, fill)
}

// hear checks what a frame tells of somebody: this wave's state of somebody this member watches, once.
func (w *waves) hear(s *socket, opcode byte, payload []byte) {
	person, isOfSomebody := w.personIn(payload)
	if opcode != 1 || !isOfSomebody {
		w.attend(s, opcode, payload)
		return
	}
	w.heardAt = nowNs()
	last, isWatched := w.last[s.number][person]
	if w.wave == 0 || (!isWatched && person == s.number) {
		return
	}
	if !isWatched {
		w.complain("member %d saw %d, whom it does not watch", s.number, person)
		return
	}
	if w.isCounted {
		w.frames++
	}
	wave, isOne := w.waveIn(payload)
	if !isOne {
		return
	}
	if wave != w.wave || last != wave-1 {
		w.complain("member %d saw %d's state %d after %d, in wave %d", s.number, person, wave, last, w.wave)
		return
	}
	w.last[s.number][person] = wave
	w.left--
	w.lacking[person]--
	if !w.isCounted {
		return
	}
	took := w.heardAt - w.due
	w.latencies = append(w.latencies, took)
	if w.lacking[person] == 0 {
		w.lasts = append(w.lasts, took)
	}
}

// personIn is of whom a frame tells; ids end by the quote they begin with.
func (w *waves) personIn(payload []byte) (int, bool) {
	before := []byte(w.plan.IdAfter)
	start := bytes.LastIndex(payload, before)
	if start < 0 {
		return 0, false
	}
	id := payload[start+len(before):]
	end := bytes.IndexByte(id, before[len(before)-1])
	if end < 0 {
		return 0, false
	}
	person, ok := w.persons[string(id[:end])]
	return person, ok
}

// waveIn is of which wave a frame tells: the one in its marker, or where states have none, the one that runs.
func (w *waves) waveIn(payload []byte) (int, bool) {
	if !w.hasMarker() {
		return w.wave, bytes.Contains(payload, []byte(w.show(w.wave).See))
	}
	start := bytes.Index(payload, w.marker)
	if start < 0 {
		return 0, false
	}
	digits, _, _ := bytes.Cut(payload[start+len(w.marker):], []byte("#"))
	wave, err := strconv.Atoi(string(digits))
	return wave, err == nil && wave > 0 && bytes.Contains(payload, []byte(w.show(wave).See))
}

func (w *waves) hasMarker() bool { return strings.Contains(w.plan.Say+w.plan.PostBody, "%BODY%") }
