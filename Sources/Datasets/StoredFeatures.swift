/// The features of the examples of a split as they are stored.
package enum StoredFeatures: Hashable, Sendable {
  /// One byte per feature, normalised when a batch is gathered.
  case bytes([UInt8])
  /// Symbols counted from 0, which no normalisation touches.
  case symbols([UInt8])
  /// Real numbers.
  case numbers([Float])

  package var count: Int {
    switch self {
    case .bytes(let bytes), .symbols(let bytes): bytes.count
    case .numbers(let numbers): numbers.count
    }
  }

  /// The kind without the content.
  package enum Kind: Hashable, Sendable { case bytes, symbols, numbers }

  package var kind: Kind {
    switch self {
    case .bytes: .bytes
    case .symbols: .symbols
    case .numbers: .numbers
    }
  }
}
