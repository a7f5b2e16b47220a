/// The published IDX data sets that are known by name.
package enum NamedDataset: String, CaseIterable, Hashable, Sendable {
  case mnist
  case fashionMNIST = "fashion-mnist"
  case kmnist
  case emnistBalanced = "emnist-balanced"
  case emnistByClass = "emnist-byclass"
  case emnistByMerge = "emnist-bymerge"
  case emnistDigits = "emnist-digits"
  case emnistLetters = "emnist-letters"
  case emnistMNIST = "emnist-mnist"

  /// One sentence for catalogues.
  package var summary: String {
    switch self {
    case .mnist: "Handwritten digits, 60 000 for training and 10 000 for testing, 28 × 28."
    case .fashionMNIST: "Pictures of clothing in ten classes, of the size of MNIST."
    case .kmnist: "Cursive Japanese characters in ten classes, of the size of MNIST."
    case .emnistBalanced: "Letters and digits in 47 classes of equal size, 112 800 + 18 800."
    case .emnistByClass: "Letters and digits in 62 classes, 697 932 + 116 323."
    case .emnistByMerge: "Letters and digits in 47 classes, look-alike letters merged, 697 932 + 116 323."
    case .emnistDigits: "Handwritten digits, 240 000 + 40 000."
    case .emnistLetters: "Letters in 26 classes, upper and lower case merged, 124 800 + 20 800."
    case .emnistMNIST: "The MNIST split of EMNIST, 60 000 + 10 000."
    }
  }

  /// What an example is and how it was made, for catalogues.
  package var definition: String {
    let bytes = "x ∈ {0, …, 255}^(28 × 28), y ∈ {0, …, \(classes - 1)}"
    return switch self {
    case .mnist: "\(bytes); a digit fitted into 20 × 20, its centre of mass in the middle of the image"
    case .fashionMNIST: "\(bytes); product photographs trimmed, longest edge 28, grey and negated"
    case .kmnist: "\(bytes); one hiragana of each of ten rows, scanned from old prints"
    case .emnistBalanced, .emnistByClass, .emnistByMerge, .emnistDigits, .emnistLetters, .emnistMNIST:
      "\(bytes); NIST's 128 × 128, blurred with σ = 1, cut out, centred with 2 pixels of margin, bicubic to 28 × 28"
    }
  }

  /// Paper.
  package var origin: String {
    switch self {
    case .mnist: "LeCun, Cortes, Burges 1998"
    case .fashionMNIST: "Xiao, Rasul, Vollgraf 2017"
    case .kmnist: "Clanuwat et al. 2018"
    case .emnistBalanced, .emnistByClass, .emnistByMerge, .emnistDigits, .emnistLetters, .emnistMNIST:
      "Cohen, Afshar, Tapson, van Schaik 2017"
    }
  }

  package var classes: Int {
    switch self {
    case .mnist, .fashionMNIST, .kmnist, .emnistDigits, .emnistMNIST: 10
    case .emnistBalanced, .emnistByMerge: 47
    case .emnistByClass: 62
    case .emnistLetters: 26
    }
  }

  /// The label of the first class in the files: EMNIST counts letters from 1.
  package var firstLabel: UInt8 { self == .emnistLetters ? 1 : 0 }

  /// Whether it belongs to EMNIST, whose files have a prefix and whose images are stored column by column.
  package var isEMNIST: Bool { rawValue.hasPrefix("emnist-") }
}
