import { useEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import WaveSurfer from 'wavesurfer.js';
import { strings } from '../strings';
import './player.css';

interface Props {
  readonly url: string;
  readonly downloadUrl: string;
  readonly onExpired: () => void;
}

/** The browser's own player, which works by keyboard and with a screen reader, under a wave that is clicked to seek. */
export function Player({ url, downloadUrl, onExpired }: Props) {
  const audio = useRef<HTMLAudioElement>(null);
  const wave = useRef<HTMLDivElement>(null);
  const [hasWave, setHasWave] = useState(true);
  const [isBroken, setIsBroken] = useState(false);

  useEffect(() => {
    if (!audio.current || !wave.current) return;
    // It may have failed before React listens: it loads as soon as it is rendered.
    if (audio.current.error) setIsBroken(true);
    const { color, accentColor } = getComputedStyle(wave.current);
    const surfer = WaveSurfer.create({ container: wave.current, media: audio.current, height: 72, barWidth: 2, barGap: 1, waveColor: color, progressColor: accentColor, normalize: true, url });
    // The audio is read as a whole for the wave, which needs this origin in CORS_ORIGINS. Without it, it still plays.
    surfer.on('error', () => setHasWave(false));
    return () => surfer.destroy();
  }, [url]);
  return (
    <div className="player stack">
      <div ref={wave} className="wave" hidden={!hasWave} aria-hidden="true" />
      {!hasWave && !isBroken && <p className="quiet">{strings.recording.noWave}</p>}
      <audio ref={audio} controls src={url} aria-label={strings.recording.player} onError={() => setIsBroken(true)} />
      {isBroken && (
        <div className="notice bad stack" role="alert">
          <p>{strings.recording.broken}</p>
          <Button className="button" onPress={onExpired}>{strings.recording.again}</Button>
        </div>
      )}
      <a href={downloadUrl}>{strings.recording.download}</a>
    </div>
  );
}
