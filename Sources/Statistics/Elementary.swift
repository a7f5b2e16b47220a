import CKernels

/// Elementary functions whose bits are the same on every machine.
package enum Elementary {
  /// eˣ.
  package static func exp(_ x: Double) -> Double { dl_exp(x) }

  /// The natural logarithm; NaN below zero.
  package static func log(_ x: Double) -> Double { dl_log(x) }
}
