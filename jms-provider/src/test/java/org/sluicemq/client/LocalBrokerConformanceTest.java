// SPDX-License-Identifier: Apache-2.0
package org.sluicemq.client;

import java.time.InstantSource;
import org.junit.jupiter.api.Nested;
import org.sluicemq.broker.Broker;
import org.sluicemq.broker.BrokerSettings;
import org.sluicemq.broker.LocalBroker;
import org.sluicemq.broker.Scheduler;
import org.sluicemq.broker.policy.RedeliveryPolicy;
import org.sluicemq.store.MemoryMessageStore;

/** The conformance suites over the broker itself, with a store in memory. */
class LocalBrokerConformanceTest {

  private static BrokerUnderTest local() throws Exception {
    LocalBroker broker =
        LocalBroker.start(
            new BrokerSettings("test", 1 << 20, 64 << 20, RedeliveryPolicy.DEFAULT),
            new MemoryMessageStore("test"),
            Scheduler.onThread("sluice-test-broker", InstantSource.system()));
    return new BrokerUnderTest() {
      @Override
      public Broker broker() {
        return broker;
      }

      @Override
      public void close() throws Exception {
        broker.close();
      }
    };
  }

  @Nested
  class Connections extends ConnectionConformance {
    @Override
    BrokerUnderTest start() throws Exception {
      return local();
    }
  }

  @Nested
  class Sessions extends SessionConformance {
    @Override
    BrokerUnderTest start() throws Exception {
      return local();
    }
  }

  @Nested
  class Sharing extends SharingConformance {
    @Override
    BrokerUnderTest start() throws Exception {
      return local();
    }
  }

  @Nested
  class Producers extends ProducerConformance {
    @Override
    BrokerUnderTest start() throws Exception {
      return local();
    }
  }

  @Nested
  class Consumers extends ConsumerConformance {
    @Override
    BrokerUnderTest start() throws Exception {
      return local();
    }
  }

  @Nested
  class Subscriptions extends SubscriptionConformance {
    @Override
    BrokerUnderTest start() throws Exception {
      return local();
    }
  }

  @Nested
  class Browsers extends BrowserConformance {
    @Override
    BrokerUnderTest start() throws Exception {
      return local();
    }
  }

  @Nested
  class Domains extends DomainConformance {
    @Override
    BrokerUnderTest start() throws Exception {
      return local();
    }
  }

  @Nested
  class Contexts extends ContextConformance {
    @Override
    BrokerUnderTest start() throws Exception {
      return local();
    }
  }

  @Nested
  class Factories extends FactoryConformance {
    @Override
    BrokerUnderTest start() throws Exception {
      return local();
    }
  }

  @Nested
  class SimplifiedProducers extends SimplifiedProducerConformance {
    @Override
    BrokerUnderTest start() throws Exception {
      return local();
    }
  }

  @Nested
  class ConnectionEnds extends ConnectionCloseConformance {
    @Override
    BrokerUnderTest start() throws Exception {
      return local();
    }
  }

  @Nested
  class Branches extends XaConformance {
    @Override
    BrokerUnderTest start() throws Exception {
      return local();
    }
  }

  @Nested
  class CallerTransactions extends CallerTransactionConformance {
    @Override
    BrokerUnderTest start() throws Exception {
      return local();
    }
  }

  @Nested
  class ConnectionConsumers extends ConnectionConsumerConformance {
    @Override
    BrokerUnderTest start() throws Exception {
      return local();
    }
  }

  @Nested
  class ServerSessionRuns extends ServerSessionConformance {
    @Override
    BrokerUnderTest start() throws Exception {
      return local();
    }
  }
}
