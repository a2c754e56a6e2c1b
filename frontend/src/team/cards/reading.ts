// Reads QR codes from a picture: with what the browser has itself, else with a reader that is only then fetched.
import wasm from 'zxing-wasm/reader/zxing_reader.wasm?url';

type Picture = HTMLVideoElement | ImageBitmap | Blob;
export type Reader = (picture: Picture) => Promise<string[]>;
interface Detector { detect(picture: Picture): Promise<{ rawValue: string }[]> }
interface DetectorKind { new (options: { formats: string[] }): Detector; getSupportedFormats(): Promise<readonly string[]> }

const FORMATS = { formats: ['qr_code'] };

async function detector(): Promise<Detector> {
  const own = (globalThis as { BarcodeDetector?: DetectorKind }).BarcodeDetector;
  if (own && (await own.getSupportedFormats()).includes('qr_code')) return new own(FORMATS);
  const { BarcodeDetector, prepareZXingModule } = await import('barcode-detector/ponyfill');
  // From this server: left alone, it asks for its program elsewhere.
  prepareZXingModule({ overrides: { locateFile: () => wasm } });
  return new BarcodeDetector({ formats: ['qr_code'] });
}

export async function makeReader(): Promise<Reader> {
  const made = await detector();
  return async (picture) => (await made.detect(picture)).map(({ rawValue }) => rawValue);
}
