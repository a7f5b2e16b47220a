import Files
import Foundation

/// A file that lies under the name of a published one.
struct PublishedFile {
  let url: URL
  let download: Download
  /// SHA-256 of what the published file holds, unpacked; nil where none is known.
  let content: String?

  /// Throws where it is another file: neither as it is downloaded nor, packed in another way, with the same content.
  func check() throws(DatasetError) {
    guard let expected = download.digest else { return }
    let found: String
    do { found = try SHA256.digest(ofFile: url).hex } catch { throw DatasetError(error) }
    guard found != expected, !hasContent else { return }
    throw DatasetError(
      .malformed, url.path,
      "is not the published file: its SHA-256 is \(found), expected is \(expected). Move it away, and 'dropout-lab data "
        + "fetch' brings the right one")
  }

  private var hasContent: Bool {
    guard let content else { return false }
    do throws(DatasetError) {
      return IDXFile.digest(of: [try IDXFile(reading: url)]).hex == content
    } catch {
      return false
    }
  }
}

extension Distribution {
  /// Throws where one of the files of a set lies under the name of a download and is another; returns whether all four
  /// were held against a digest.
  func check(_ files: [URL]) throws(DatasetError) -> Bool {
    guard case .files(let downloads) = self else { return false }
    var checked = 0
    for (file, download) in zip(files, downloads)
    where file.lastPathComponent == download.name && download.digest != nil {
      try PublishedFile(url: file, download: download, content: nil).check()
      checked += 1
    }
    return checked == DatasetPart.allCases.count
  }
}
