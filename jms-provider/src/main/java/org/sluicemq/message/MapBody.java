// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.message;

import java.util.LinkedHashMap;
import java.util.Map;

/** The bytes of a map message's body: a version, a count, and that many names with their values. */
final class MapBody {
  private static final int VERSION = 1;

  private MapBody() {}

  static Body encode(Map<String, Object> values) {
    WireWriter out = new WireWriter(256);
    out.putByte(VERSION);
    out.putCount(values.size());
    values.forEach(
        (name, value) -> {
          out.putString(name);
          out.putValue(value);
        });
    return out.toBody();
  }

  /**
   * Decodes a body.
   *
   * @throws DamagedMessageException when the bytes are not what {@link #encode} wrote
   */
  static Map<String, Object> decode(Body body) {
    WireReader in = new WireReader("map body", body);
    int version = in.getByte("version");
    if (version != VERSION) {
      throw in.damaged("version", "it is " + version + ", this version reads " + VERSION);
    }
    int count = in.getCount("count");
    if (count > in.remaining() / 2) {
      throw in.damaged("count", "it cannot be " + count);
    }
    Map<String, Object> values = new LinkedHashMap<>(count * 4 / 3 + 1);
    for (int i = 0; i < count; i++) {
      values.put(in.getString("name"), in.getValue("value"));
    }
    in.end();
    return values;
  }
}
