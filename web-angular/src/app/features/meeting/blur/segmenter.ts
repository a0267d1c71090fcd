/** What the model gives: how much of each point is the person, as alpha. */
type Mask = CanvasImageSource;

interface Segmentation {
  setOptions(options: { modelSelection: 0 | 1; selfieMode: boolean }): void;
  onResults(heard: (results: { segmentationMask: Mask }) => void): void;
  initialize(): Promise<void>;
  send(inputs: { image: HTMLCanvasElement }): Promise<void>;
  close(): Promise<void>;
}

interface WithSegmentation {
  SelfieSegmentation?: new (config: { locateFile: (file: string) => string }) => Segmentation;
}

/** Where the build puts what the package brings: script, WebAssembly and model, from our own server. */
const FOLDER = 'blur/';
/** The model for wide pictures: 256 × 144 points. */
const WIDE = 1;

let loading: Promise<void> | undefined;

/** The package is a plain script that sets a global: it knows no modules. */
function load(): Promise<void> {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = new URL(`${FOLDER}selfie_segmentation.js`, document.baseURI).href;
    script.addEventListener('load', () => resolve());
    script.addEventListener('error', () => reject(new Error('the blur could not be loaded')));
    document.head.append(script);
  });
  loading.catch(() => (loading = undefined));
  return loading;
}

/** Tells person from background. Loaded when it is first wanted: six megabytes, mostly WebAssembly. */
export class Segmenter {
  #mask: Mask | undefined;

  private constructor(private readonly segmentation: Segmentation) {
    segmentation.onResults(({ segmentationMask }) => (this.#mask = segmentationMask));
  }

  /** @throws Error where it cannot be loaded, or the browser has no WebGL for it */
  static async open(): Promise<Segmenter> {
    await load();
    const { SelfieSegmentation } = window as WithSegmentation;
    if (!SelfieSegmentation) throw new Error('the blur could not be loaded');
    const segmentation = new SelfieSegmentation({
      locateFile: (file) => new URL(`${FOLDER}${file}`, document.baseURI).href,
    });
    segmentation.setOptions({ modelSelection: WIDE, selfieMode: false });
    await segmentation.initialize();
    return new Segmenter(segmentation);
  }

  /** The mask of a picture; undefined while there is none. */
  async mask(image: HTMLCanvasElement): Promise<Mask | undefined> {
    await this.segmentation.send({ image });
    return this.#mask;
  }

  async close(): Promise<void> {
    await this.segmentation.close();
  }
}
