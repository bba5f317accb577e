import { registerEnumType } from 'type-graphql';

export enum RecordingState {
  AVAILABLE = 'AVAILABLE',
  PROCESSING = 'PROCESSING',
  UNAVAILABLE = 'UNAVAILABLE',
}

registerEnumType(RecordingState, {
  name: 'RecordingState',
  description: 'Whether a recording can be played.',
  valuesConfig: {
    AVAILABLE: { description: 'The provider has named its audio, at a place where it may be fetched. Whether the audio is still there is only known by playing.' },
    PROCESSING: { description: 'The provider has no audio yet. It may come.' },
    UNAVAILABLE: { description: 'There is nothing to play: no audio, or at a place that is not configured.' },
  },
});
