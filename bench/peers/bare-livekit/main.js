// The same work without us: a page that holds a ready token, connects on a click and shows the first picture that comes.
import { Room, RoomEvent } from 'livekit-client';

const parameters = new URLSearchParams(location.hash.slice(1));
const button = document.querySelector('button');
const room = new Room({ adaptiveStream: { pixelDensity: 'screen' }, dynacast: true });
room.on(RoomEvent.TrackSubscribed, (track) => {
  if (track.kind === 'video') document.querySelector('main').append(track.attach());
});
button.addEventListener('click', () => room.connect(parameters.get('url'), parameters.get('token')));
button.disabled = false;
