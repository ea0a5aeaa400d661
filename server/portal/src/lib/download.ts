/** The browser saves a file that was made here; nothing goes over the network. */
export function download(file: { name: string; mediaType: string; text: string }): void {
  const address = URL.createObjectURL(new Blob([file.text], { type: file.mediaType }));
  const link = document.createElement('a');
  link.href = address;
  link.download = file.name;
  link.click();
  URL.revokeObjectURL(address);
}
