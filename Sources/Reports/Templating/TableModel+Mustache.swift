import Mustache

// Rows and cells of tables say themselves what stands under a key; for all other models Mustache asks the compiler's
// description of the type, which takes it a hundred times as long and would be felt with tables of a thousand rows. What a row has not is `false`, since Mustache asks all models around it for nil.

extension TableModel: MustacheParent {
  func child(named key: String) -> Any? {
    switch key {
    case "name": name
    case "tableNumber": tableNumber ?? false
    case "caption": caption
    case "header": header
    case "rows": rows
    default: nil
    }
  }
}

extension RowModel: MustacheParent {
  func child(named key: String) -> Any? {
    switch key {
    case "head": head
    case "address": address ?? false
    case "style": style ?? false
    case "tags": tags
    case "cells": cells
    default: nil
    }
  }
}

extension CellModel: MustacheParent {
  func child(named key: String) -> Any? {
    switch key {
    case "text": text
    case "words": words
    default: nil
    }
  }
}

extension TagModel: MustacheParent {
  func child(named key: String) -> Any? {
    switch key {
    case "text": text
    case "tone": tone ?? false
    default: nil
    }
  }
}
