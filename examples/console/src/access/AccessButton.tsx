import { Button, Dialog, DialogTrigger, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { strings } from '../strings';
import { TokenForm } from './TokenForm';

export function AccessButton() {
  return (
    <DialogTrigger>
      <Button className="button quiet">{strings.access.open}</Button>
      <ModalOverlay className="overlay" isDismissable>
        <Modal className="modal">
          <Dialog className="stack">
            {({ close }) => (
              <>
                <Heading slot="title">{strings.access.title}</Heading>
                <TokenForm onDone={close} />
                <Button className="button" onPress={close}>{strings.access.close}</Button>
              </>
            )}
          </Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  );
}
