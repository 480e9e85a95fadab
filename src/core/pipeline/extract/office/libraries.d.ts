/** Types of the parts of libraries that come without any: only what is used here. */
declare module 'word-extractor/lib/buffer-reader.js' {
  export default class BufferReader {
    constructor(bytes: Buffer);
  }
}

declare module 'word-extractor/lib/word-ole-extractor.js' {
  /** A stretch of the text, with its place in the text (cp) and in the stream `WordDocument`. */
  export interface Piece {
    startCp: number;
    endCp: number;
    length: number;
    text: string;
    startFilePos: number;
    /** Bytes per character. */
    bpc: number;
  }
  interface Document {
    getBody(): string;
  }
  export default class WordOleExtractor {
    _pieces: Piece[];
    /** Lengths of the texts in characters. */
    _boundaries: Record<string, number | undefined>;
    extract(reader: import('word-extractor/lib/buffer-reader.js').default): Promise<Document>;
    buildDocument(): Document;
    writeCharacterProperties(document: Buffer, table: Buffer): void;
  }
}
