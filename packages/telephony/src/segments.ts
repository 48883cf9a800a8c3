export { countSegments, type SegmentCount, type TextEncoding } from './messages/domain/count-segments.ts'
