// Plays the senders and receivers of one room in one process, with the client of LiveKit's own tests: it speaks the whole protocol
// (signalling, ICE, DTLS, SRTP) and decodes nothing. One JSON plan on stdin; on stdout "begin", "end" and a result, one JSON a line.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"sync/atomic"
	"time"

	"github.com/livekit/livekit-server/pkg/telemetry/prometheus"
	"github.com/livekit/livekit-server/test/client"
	"github.com/livekit/protocol/livekit"
	"github.com/livekit/protocol/logger"
	"github.com/pion/webrtc/v4"
	"github.com/pion/webrtc/v4/pkg/media"
)

// plan is what bench/measure/media-meter.ts sends.
type plan struct {
	URL       string   `json:"url"`
	Sender    string   `json:"sender"`    // join token
	Receivers []string `json:"receivers"` // join tokens, one a receiver
	Kind      string   `json:"kind"`      // audio, video or screen
	WarmMs    int      `json:"warmMs"`
	Ms        int      `json:"ms"`
}

// stream is one track: so many frames a second of so many bytes, every keyEvery-th a key frame.
type stream struct {
	mime     string
	perSec   int
	bytes    int
	keyEvery int
	source   livekit.TrackSource
}

// packets a frame is cut into: pion's packets carry 1188 bytes of payload, one of them VP8's descriptor.
func (s stream) packets() int { return (s.bytes + 1186) / 1187 }

// Sizes of what livekit-client sends by default: Opus of 24 kbit/s with 20 ms a frame (audio "speech"), h720 at 1.7 Mbit/s
// and 30 frames a second, h1080fps15 screen share at 2.5 Mbit/s (its VideoPresets and AudioPresets). A key frame a second: nobody here answers when a receiver asks for one.
var streams = map[string]stream{
	"audio":  {webrtc.MimeTypeOpus, 50, 60, 0, livekit.TrackSource_MICROPHONE},
	"video":  {webrtc.MimeTypeVP8, 30, 7083, 30, livekit.TrackSource_CAMERA},
	"screen": {webrtc.MimeTypeVP8, 15, 20833, 15, livekit.TrackSource_SCREEN_SHARE},
}

func main() {
	logger.InitFromConfig(&logger.Config{Level: "error"}, "meter")
	// The client is built of the server's own transport, which counts into these.
	if err := prometheus.Init("meter", livekit.NodeType_CONTROLLER); err != nil {
		panic(err)
	}
	if err := run(); err != nil {
		say(map[string]any{"error": err.Error()})
		os.Exit(1)
	}
}

func run() error {
	var p plan
	if err := json.NewDecoder(os.Stdin).Decode(&p); err != nil {
		return err
	}
	s, known := streams[p.Kind]
	if !known {
		return fmt.Errorf("no stream is called %q", p.Kind)
	}
	sender, err := enter(p.URL, p.Sender, s.source)
	if err != nil {
		return err
	}
	track, err := webrtc.NewTrackLocalStaticSample(webrtc.RTPCodecCapability{MimeType: s.mime}, "track", "stream")
	if err != nil {
		return err
	}
	if _, err := sender.AddTrack(track, "", client.AddTrackNoWriter()); err != nil {
		return err
	}
	sent := &counter{}
	go send(track, s, sent)
	receivers := make([]*client.RTCClient, 0, len(p.Receivers))
	for _, token := range p.Receivers {
		one, err := enter(p.URL, token, s.source)
		if err != nil {
			return err
		}
		receivers = append(receivers, one)
	}
	time.Sleep(time.Duration(p.WarmMs) * time.Millisecond)

	for i, one := range receivers {
		if one.BytesReceived() == 0 {
			return fmt.Errorf("receiver %d of %d got nothing", i+1, len(receivers))
		}
	}
	before, err := udp()
	if err != nil {
		return err
	}
	sentBefore, began, cpuBefore := sent.read(), time.Now(), cpu()
	say(map[string]any{"mark": "begin"})
	time.Sleep(time.Duration(p.Ms) * time.Millisecond)
	after, err := udp()
	if err != nil {
		return err
	}
	took := time.Since(began).Seconds()
	say(map[string]any{"mark": "end"})
	out := sent.read() - sentBefore
	// What came into the media server itself is among the datagrams.
	wanted := float64(out) * float64(len(receivers)+1)
	say(map[string]any{
		"seconds": took, "busy": (cpu() - cpuBefore) / took,
		"arrivedShare": float64(after.arrived-before.arrived) / wanted, "dropped": after.dropped - before.dropped,
		"bitsPerSecond": float64(out) * float64(s.bytes) / float64(s.packets()) * 8 / took, "receivers": len(receivers),
	})
	return nil
}

// enter joins and waits until media can flow. What is published says its source, as clients do: tokens of Parley grant sources.
func enter(url, token string, source livekit.TrackSource) (*client.RTCClient, error) {
	options := &client.Options{
		AutoSubscribe: true,
		SignalRequestInterceptor: func(request *livekit.SignalRequest, next client.SignalRequestHandler) error {
			if add := request.GetAddTrack(); add != nil {
				add.Source = source
			}
			return next(request)
		},
	}
	conn, err := client.NewWebSocketConn(url, token, options)
	if err != nil {
		return nil, err
	}
	one, err := client.NewRTCClient(conn, false, options)
	if err != nil {
		return nil, err
	}
	go one.Run()
	return one, one.WaitUntilConnected(10 * time.Second)
}

type counter struct{ atomic.Uint64 }

func (c *counter) add(n int)    { c.Add(uint64(n)) }
func (c *counter) read() uint64 { return c.Load() }

// send writes frames at their pace for ever: counted are the packets that every receiver must get.
func send(track *webrtc.TrackLocalStaticSample, s stream, sent *counter) {
	pause := time.Second / time.Duration(s.perSec)
	next := time.Now()
	for n := 0; ; n++ {
		_ = track.WriteSample(media.Sample{Data: frame(s, n), Duration: pause})
		sent.add(s.packets())
		next = next.Add(pause)
		time.Sleep(time.Until(next))
	}
}

// frame is a payload that LiveKit takes for what it is: for VP8 the frame tag of RFC 6386 9.1, with the start code in key frames.
func frame(s stream, n int) []byte {
	data := make([]byte, s.bytes)
	if s.mime != webrtc.MimeTypeVP8 {
		return data
	}
	if n%s.keyEvery != 0 {
		data[0] = 0x11
		return data
	}
	copy(data, []byte{0x10, 0, 0, 0x9d, 0x01, 0x2a, 0, 5, 0xd0, 2})
	return data
}

func say(line map[string]any) {
	text, _ := json.Marshal(line)
	fmt.Println(string(text))
}
