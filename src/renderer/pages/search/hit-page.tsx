/** A document that was found: Review, with the hits of the search marked and walked through. */
import { useSearch as useParams } from 'wouter';
import { DocumentPage } from '../document/document-page.tsx';
import { readAddress } from './address.ts';

export const HitPage = ({ documentId }: { documentId: string }) => (
  <DocumentPage documentId={documentId} search={readAddress(useParams())} />
);
