f((a)=eval(code))
