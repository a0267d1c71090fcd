import { ConnectionState, LocalVideoTrack, Room, RoomEvent, Track } from 'livekit-client';
import type { ProbeRoom, ProbeSent, ProbeWay } from './probe-port';

/** Before a way counts as closed, in milliseconds. */
const CONNECT_MS = 12_000;

/**
 * Joins a room of a connection test and sends a made-up picture. The client's own `ConnectionCheck` does much of this, but does not
 * look at the way that was taken: it calls UDP good where TCP took its place.
 */
export async function joinProbe(
  url: string,
  token: string,
  { isRelayed = false, onSignal }: { isRelayed?: boolean; onSignal?: () => void } = {},
): Promise<ProbeRoom> {
  const room = new Room({ dynacast: false, adaptiveStream: false });
  room.on(RoomEvent.SignalConnected, () => onSignal?.());
  try {
    await room.connect(url, token, {
      autoSubscribe: false,
      maxRetries: 0,
      websocketTimeout: CONNECT_MS,
      peerConnectionTimeout: CONNECT_MS,
      ...(isRelayed ? { rtcConfig: { iceTransportPolicy: 'relay' } } : {}),
    });
  } catch (error) {
    const offersTurn = turnIn(room);
    await room.disconnect();
    throw Object.assign(new Error('no way to the media server', { cause: error }), { offersTurn });
  }
  const picture = movingPicture();
  const track = new LocalVideoTrack(picture.track, undefined, true);
  // It may be refused, or never come back: what arrives is what counts, and is looked at.
  void room.localParticipant
    .publishTrack(track, { source: Track.Source.Camera, simulcast: false })
    .catch(() => undefined);
  return {
    offersTurn: turnIn(room),
    look: async () => (room.state === ConnectionState.Connected ? read(await track.getRTCStatsReport()) : {}),
    forceTcp: () => room.simulateScenario('force-tcp'),
    async leave() {
      picture.stop();
      await room.disconnect();
    },
  };
}

function turnIn(room: Room): boolean {
  const servers = room.engine?.latestJoinResponse?.iceServers ?? [];
  return servers.some(({ urls }) => urls.some((url) => /^turns?:/.test(url)));
}

/** Something that moves, so that packets flow: nobody's camera is opened for a test. */
function movingPicture(): { track: MediaStreamTrack; stop: () => void } {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [320, 180];
  const context = canvas.getContext('2d');
  let hue = 0;
  const timer = setInterval(() => {
    if (!context) return;
    context.fillStyle = `hsl(${(hue += 7) % 360} 80% 50%)`;
    context.fillRect(0, 0, canvas.width, canvas.height);
  }, 66);
  const [track] = canvas.captureStream(15).getVideoTracks();
  if (!track) throw new Error('a canvas gives no picture');
  return {
    track,
    stop: () => {
      clearInterval(timer);
      track.stop();
    },
  };
}

/** What the browser's statistics say of the way taken, and of what the other side has had of us. Addresses are not read. */
function read(report: RTCStatsReport | undefined): { way?: ProbeWay; sent?: ProbeSent } {
  const entries = [...(report?.values() ?? [])] as Record<string, unknown>[];
  const of = (type: string) => entries.find((entry) => entry['type'] === type);
  const byId = (id: unknown) => entries.find((entry) => entry['id'] === id);
  const pair = byId(of('transport')?.['selectedCandidatePairId']);
  const local = byId(pair?.['localCandidateId']);
  const remote = of('remote-inbound-rtp');
  const roundTrip = remote?.['roundTripTime'] ?? pair?.['currentRoundTripTime'];
  return {
    ...(local
      ? {
          way: {
            protocol: local['protocol'] === 'tcp' ? 'tcp' : 'udp',
            isRelayed: local['candidateType'] === 'relay',
            relayProtocol: typeof local['relayProtocol'] === 'string' ? local['relayProtocol'] : undefined,
          },
        }
      : {}),
    ...(remote && typeof roundTrip === 'number' ? { sent: { roundTripMs: Math.round(roundTrip * 1000) } } : {}),
  };
}
