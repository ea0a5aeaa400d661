import type { NoticeText } from '$pkg/casebook';

/** The notice as a file of an archive, beside photos and recordings, which cannot carry it. */
export const noticeFile = ({ statement }: NoticeText, now: number) => ({
  name: 'NOTICE.txt',
  lastModified: new Date(now),
  input: `${statement}\n`,
});
