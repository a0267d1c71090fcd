import { LocalAudioTrack, LocalVideoTrack, Room, Track } from 'livekit-client';
import type { OwnBlur } from './own-blur';
import type { Luggage } from './room-port';

/** Publishes the microphone of the preview, or opens one. @throws DOMException by the browser's names */
export async function unpackMicrophone(room: Room, { microphone, isMicrophoneOn }: Luggage): Promise<void> {
  if (!isMicrophoneOn) return microphone?.stop();
  if (!microphone || microphone.readyState === 'ended')
    return void (await room.localParticipant.setMicrophoneEnabled(true));
  const track = new LocalAudioTrack(microphone, microphone.getConstraints(), false);
  await room.localParticipant.publishTrack(track, { source: Track.Source.Microphone });
}

/** Publishes the camera of the preview, or opens one; blurred before anything is sent. @throws DOMException by the browser's names */
export async function unpackCamera(
  room: Room,
  blur: OwnBlur,
  { camera, isCameraOn, isBlurred }: Luggage,
): Promise<void> {
  if (isBlurred) await blur.set(true);
  if (!isCameraOn) return camera?.stop();
  if (!camera || camera.readyState === 'ended') return turnOnCamera(room, blur);
  const track = new LocalVideoTrack(camera, camera.getConstraints(), false);
  try {
    await blur.prepare(track);
  } catch (error) {
    track.stop();
    throw error;
  }
  await room.localParticipant.publishTrack(track, { source: Track.Source.Camera });
}

/** @throws DOMException by the browser's names */
export async function turnOnCamera(room: Room, blur: OwnBlur): Promise<void> {
  if (!(await blur.turnOn())) await room.localParticipant.setCameraEnabled(true);
}
