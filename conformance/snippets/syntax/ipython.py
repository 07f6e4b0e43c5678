%matplotlib inline
!ls
import pickle
