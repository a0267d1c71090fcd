package main

import (
	"fmt"
	"strings"
	"testing"
)

// three people of whom the first watches both others, in the first wave.
func three(plan Plan) (*waves, *socket) {
	plan.Members, plan.Watches = 3, [][]int{{1, 2}, {}, {}}
	plan.Ids = []string{"usr_0", "usr_1", "usr_2"}
	plan.IdAfter = `"userId":"`
	plan.Shows = []Show{{Say: "BUSY", See: `"BUSY"`}, {Say: "AWAY", See: `"AWAY"`}}
	w := newWaves(&hall{plan: plan, run: "r", marker: []byte("#r.")})
	w.begin()
	return w, &socket{}
}

func told(person int, availability, text string) []byte {
	return fmt.Appendf(nil, `{"payload":{"userId":"usr_%d","availability":%q,"text":%q}}`, person, availability, text)
}

func TestAWaveIsOverWhenEveryWatcherHasEveryState(t *testing.T) {
	w, first := three(Plan{Say: "%BODY%"})
	if w.pairs != 2 || w.left != 2 || len(w.changers) != 2 {
		t.Fatalf("%d pairs, %d left, %d change", w.pairs, w.left, len(w.changers))
	}
	w.hear(first, 1, told(1, "OFFLINE", "#r.1#"))
	w.hear(first, 1, told(1, "BUSY", "#other.1#"))
	w.hear(first, 1, told(0, "BUSY", "#r.1#"))
	if w.left != 2 {
		t.Error("a frame that does not show this wave's state of somebody watched has counted")
	}
	w.hear(first, 1, told(1, "BUSY", "#r.1#"))
	w.hear(first, 1, told(2, "BUSY", "#r.1#"))
	if w.left != 0 || len(w.wrong) > 0 {
		t.Errorf("%d left, wrong: %v", w.left, w.wrong)
	}
	w.begin()
	w.hear(first, 1, told(2, "AWAY", "#r.2#"))
	if w.left != 1 || len(w.wrong) > 0 {
		t.Errorf("%d left, wrong: %v", w.left, w.wrong)
	}
}

func TestWhatIsSeenTwiceLateOrUnasked(t *testing.T) {
	for name, frames := range map[string][][]byte{
		"twice":      {told(1, "BUSY", "#r.1#"), told(1, "BUSY", "#r.1#")},
		"of no wave": {told(1, "AWAY", "#r.2#")},
	} {
		w, first := three(Plan{Say: "%BODY%"})
		for _, frame := range frames {
			w.hear(first, 1, frame)
		}
		if len(w.wrong) != 1 {
			t.Errorf("%s: %v", name, w.wrong)
		}
	}
	w, _ := three(Plan{Say: "%BODY%"})
	w.hear(&socket{number: 2}, 1, told(1, "BUSY", "#r.1#"))
	if len(w.wrong) != 1 || !strings.Contains(w.wrong[0], "does not watch") {
		t.Errorf("unasked: %v", w.wrong)
	}
}

func TestStatesWithoutMarkersAreToldByWhatTheyShow(t *testing.T) {
	w, first := three(Plan{Say: `{"idle":%SHOW%}`})
	w.hear(first, 1, told(1, "AWAY", ""))
	w.hear(first, 1, told(1, "BUSY", ""))
	if w.left != 1 || len(w.wrong) > 0 {
		t.Errorf("%d left, wrong: %v", w.left, w.wrong)
	}
}
