/// The four parts of a data set, in the order in which they are digested.
package enum DatasetPart: Int, CaseIterable, Hashable, Sendable {
  case trainingImages, trainingLabels, testImages, testLabels

  package var isImages: Bool { self == .trainingImages || self == .testImages }

  package var title: String {
    switch self {
    case .trainingImages: "training images"
    case .trainingLabels: "training labels"
    case .testImages: "test images"
    case .testLabels: "test labels"
    }
  }

  /// The names the file may have, plain before gzip; EMNIST has a prefix and says `test` for `t10k`.
  func fileNames(prefix: String) -> [String] {
    let stem =
      switch self {
      case .trainingImages, .trainingLabels: "train"
      case .testImages, .testLabels: prefix.isEmpty ? "t10k" : "test"
      }
    let kinds = isImages ? ["images-idx3", "images-idx4", "images-idx2"] : ["labels-idx1"]
    let names = kinds.flatMap {
      ["\(prefix)\(stem)-\($0)-ubyte", "\(prefix)\(stem)-\($0.replacing("-", with: "."))-ubyte"]
    }
    return names.flatMap { [$0, $0 + ".gz"] }
  }

  /// The name under which a packed file is written.
  func fileName(dimensions: Int) -> String {
    let stem = self == .trainingImages || self == .trainingLabels ? "train" : "t10k"
    return "\(stem)-\(isImages ? "images" : "labels")-idx\(dimensions)-ubyte.gz"
  }
}
