import Datasets

extension DatasetSource {
  /// How many classes the labels have; nil for a folder, whose labels only training reads, and for other targets.
  package var classes: Int? {
    switch self {
    case .syntheticDigits: 10
    case .twoMoons: 2
    case .spirals: 3
    case .gaussianBlobs: 4
    case .generated(let dataset): if case .classes(let count) = dataset.targets { count } else { nil }
    case .named(let dataset): dataset.classes
    case .folder: nil
    }
  }
}

extension DatasetSpec {
  /// How many classes the labels have once some are left out; nil as for the source.
  package var classCount: Int? { source.classes.map { classes?.count ?? $0 } }
}
