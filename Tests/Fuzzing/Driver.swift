import Foundation

/// What libFuzzer calls with every input that it makes up; the reader is named by `FUZZED_READER`.
@_cdecl("LLVMFuzzerTestOneInput")
public func readOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  reader.read(Array(UnsafeBufferPointer(start: bytes, count: count)))
  return 0
}

private let reader: FuzzedReader = {
  let name = ProcessInfo.processInfo.environment["FUZZED_READER"] ?? ""
  guard let reader = FuzzedReader(rawValue: name) else {
    preconditionFailure("FUZZED_READER is '\(name)'; there are \(FuzzedReader.allCases.map(\.rawValue))")
  }
  return reader
}()
