import CKernels

/// One axis of a window that slides over maps: tap k of output o lies at o · stride + k − padding.
package struct WindowAxis: Hashable, Sendable {
  package let size: Int
  package let kernel: Int
  package let stride: Int
  package let padding: Int

  package init(size: Int, kernel: Int, stride: Int = 1, padding: Int = 0) {
    precondition(size > 0 && kernel > 0 && stride > 0, "no window of \(kernel) by steps of \(stride) over \(size)")
    precondition(
      padding >= 0 && kernel <= size + 2 * padding,
      "a window of \(kernel) does not fit into \(size) with padding \(padding)")
    self.size = size
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
  }

  /// Positions of the output: ⌊(size + 2 padding − kernel) / stride⌋ + 1.
  package var outputs: Int { (size + 2 * padding - kernel) / stride + 1 }

  var kernelAxis: dl_axis {
    dl_axis(size: size, kernel: kernel, stride: stride, padding: padding, out: outputs)
  }
}
