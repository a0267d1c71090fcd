package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// datagrams of this machine so far: those that reached a socket, and those that were dropped before it.
type datagrams struct{ arrived, dropped uint64 }

// udp reads the kernel's own count. The client of LiveKit's tests reads through the server's packet buffer, which nobody
// empties in a client and which stops after 500 packets of video: what it says of bytes is of no use for long.
func udp() (datagrams, error) {
	text, err := os.ReadFile("/proc/net/snmp")
	if err != nil {
		return datagrams{}, err
	}
	var names []string
	for _, line := range strings.Split(string(text), "\n") {
		values := strings.Fields(line)
		if len(values) == 0 || values[0] != "Udp:" {
			continue
		}
		if names == nil {
			names = values
			continue
		}
		counts := map[string]uint64{}
		for i := 1; i < len(values); i++ {
			counts[names[i]], _ = strconv.ParseUint(values[i], 10, 64)
		}
		return datagrams{counts["InDatagrams"], counts["InErrors"]}, nil
	}
	return datagrams{}, fmt.Errorf("the kernel says nothing of UDP")
}
