import Files

/// The SHA-256 digests by which the content of published data sets is recognised.
enum KnownDigests {
  /// The digests of the unpacked files, in the order of the parts; nil where none was read at its source.
  ///
  /// MNIST: taken from files whose MD5 sums equal those of the originals of LeCun, Cortes and Burges. For the other
  /// sets no digest of the unpacked files has been published; what is pinned for them is the download (`Mirror`).
  static func content(of set: NamedDataset) -> [String]? {
    switch set {
    case .mnist:
      [
        "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
        "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
        "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
        "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
      ]
    case .fashionMNIST, .kmnist, .emnistBalanced, .emnistByClass, .emnistByMerge, .emnistDigits, .emnistLetters,
      .emnistMNIST:
      nil
    }
  }

  /// Throws for the first file whose content is not the published one.
  static func check(_ files: DatasetFiles, of set: NamedDataset) throws(DatasetError) {
    guard let known = content(of: set) else { return }
    for (part, expected) in zip(DatasetPart.allCases, known) {
      let found = IDXFile.digest(of: [files[part]]).hex
      guard found == expected else {
        throw DatasetError(
          .malformed, files.name(of: part),
          "is not the published file of \(set.rawValue): SHA-256 of the content is \(found), expected \(expected)")
      }
    }
  }
}
