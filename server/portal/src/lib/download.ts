/** A file that was created or opened in the browser. */
type File = { name: string } & ({ mediaType: string; text: string } | { blob: Blob });

/** Saves a file without using the network. */
export function download(file: File): void {
  const blob = 'blob' in file ? file.blob : new Blob([file.text], { type: file.mediaType });
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = file.name;
  link.click();
  URL.revokeObjectURL(address);
}
