import CKernels

/// The kind of a recurrent layer, with the order of its gates.
package enum RecurrentCell: String, CaseIterable, Hashable, Sendable {
  /// Hochreiter & Schmidhuber 1997 with forget gates (Gers et al. 2000).
  case lstm
  /// Cho et al. 2014 in PyTorch's form: n = tanh(W x + b + r ⊙ (U h + b')).
  case gru

  /// Gates of the weights: LSTM i f g o, GRU r z n, as PyTorch stacks them.
  package var gates: Int {
    switch self {
    case .lstm: 4
    case .gru: 3
    }
  }

  /// The gates in the order of the kernels' slots that the inputs enter, from slot 0.
  var inputOrder: [Int] {
    switch self {
    case .lstm: [0, 1, 2, 3]
    case .gru: [2, 0, 1]
    }
  }

  /// The first slot that the state enters; its gates follow in their own order.
  var firstStateSlot: Int {
    switch self {
    case .lstm: 0
    case .gru: 1
    }
  }

  var kind: dl_recurrence_kind {
    switch self {
    case .lstm: DL_LSTM
    case .gru: DL_GRU
    }
  }
}
